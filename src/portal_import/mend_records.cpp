#include "portal_import/mend_records.hpp"

#include <algorithm>
#include <utility>

#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kLongestRun = 40;      // records that one text may have been torn into
constexpr std::size_t kMostExtraCells = 40;  // more is another table
constexpr int kDoubt = 2;                    // ways that are counted: none, one, more

long line_breaks_in(std::string_view text)
{
    long count = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        count += text[at] == '\n' || (text[at] == '\r' && !text.substr(at + 1).starts_with('\n')) ? 1 : 0;
    return count;
}

// "10" "000": a figure that its own comma took apart.
bool is_grouped_figure(std::string_view text)
{
    const auto first = text.find(',');
    if (first == 0 || first == std::string_view::npos) return false;
    for (std::string_view rest = text.substr(first); !rest.empty();) {
        const auto next = std::min(rest.find(',', 1), rest.size());
        const std::size_t digits = std::min(rest.find_first_not_of("0123456789", 1), next) - 1;
        const bool is_last = next == rest.size();
        if (digits != 3 || (!is_last && next != 4)) return false;
        rest.remove_prefix(next);
    }
    return true;
}

}  // namespace

/// The ways to lay a row of pieces into the columns, from the last column to the first.
class RecordMender::Join {
public:
    Join(const ColumnShapes& shapes, const std::vector<Piece>& pieces)
        : shapes_{shapes}, pieces_{pieces}, columns_{shapes.size()}, extra_{pieces.size() - shapes.size()}
    {}

    /// At most kDoubt.
    int count()
    {
        ways_.assign((columns_ + 1) * (extra_ + 1), 0);
        ways_[columns_ * (extra_ + 1) + extra_] = 1;
        for (std::size_t column = columns_; column-- > 0;) {
            for (std::size_t offset = 0; offset <= extra_; ++offset) count_at(column, offset);
        }
        return ways_[0];
    }

    /// The only way: how many pieces each column takes. After count() gave 1.
    std::vector<std::size_t> sizes() const
    {
        std::vector<std::size_t> sizes;
        std::size_t offset = 0;
        for (std::size_t column = 0; column < columns_; ++column) {
            std::size_t more = 0;
            while (!can_take(column, offset, more) || ways(column + 1, offset + more) == 0) ++more;
            sizes.push_back(more + 1);
            offset += more;
        }
        return sizes;
    }

    static std::string text(const std::vector<Piece>& pieces, std::size_t first, std::size_t count)
    {
        std::string text = pieces[first].text;
        for (std::size_t at = first + 1; at < first + count; ++at)
            text += pieces[at].before + pieces[at].text;
        return text;
    }

private:
    int ways(std::size_t column, std::size_t offset) const { return ways_[column * (extra_ + 1) + offset]; }

    void count_at(std::size_t column, std::size_t offset)
    {
        int found = 0;
        for (std::size_t more = 0; offset + more <= extra_ && found < kDoubt; ++more) {
            const int behind = ways(column + 1, offset + more);
            if (behind > 0 && can_take(column, offset, more)) found = std::min(kDoubt, found + behind);
        }
        ways_[column * (extra_ + 1) + offset] = found;
    }

    // Whether the column can hold one piece and so many more; a line break parts no columns.
    bool can_take(std::size_t column, std::size_t offset, std::size_t more) const
    {
        const std::size_t first = column + offset;
        if (first > 0 && pieces_[first].before.find('\n') != std::string::npos) return false;
        if (more == 0) return shapes_.fits(column, pieces_[first].text);
        if (shapes_.is_free(column)) return true;
        return shapes_.is_figure(column) && is_grouped_figure(text(pieces_, first, more + 1));
    }

    const ColumnShapes& shapes_;
    const std::vector<Piece>& pieces_;
    std::size_t columns_;
    std::size_t extra_;
    std::vector<int> ways_;  // by column and how many pieces more than columns stand before it
};

bool RecordMender::is_whole(const RawRecord& record) const
{
    return record.cells.size() == form_.cells || record.cells.size() == shapes_.size();
}

const RawRecord* RecordMender::next()
{
    mended_column_.reset();
    if (ready_.empty()) {
        const RawRecord* record = source_();
        if (record == nullptr || is_whole(*record)) return record;
        gather(*record);
    }
    given_ = std::move(ready_.front());
    ready_.pop_front();
    mended_column_ = given_.mended_column;
    view_ = given_.record.view();
    return &view_;
}

// Short records one behind the other belong together; a wide one stands alone. What ends the run is given after it.
void RecordMender::gather(const RawRecord& record)
{
    std::vector<KeptRecord> run{KeptRecord{record}};
    const bool is_short = record.cells.size() < shapes_.size();
    const RawRecord* next = nullptr;
    while (is_short && run.size() < kLongestRun && (next = source_()) != nullptr) {
        if (next->cells.size() >= shapes_.size()) break;
        run.emplace_back(*next);
        next = nullptr;
    }
    // Copied before the run is given: the view of it lies in the reader's buffer.
    std::optional<KeptRecord> behind;
    if (next != nullptr) behind.emplace(*next);
    mend_run(run);
    if (!behind) return;
    if (is_whole(behind->view()) || behind->cells.size() < shapes_.size()) {
        ready_.push_back({std::move(*behind), std::nullopt});
    } else {
        mend_run({std::move(*behind)});
    }
}

void RecordMender::mend_run(const std::vector<KeptRecord>& run)
{
    // Whether the pieces from one to another can be records; what can be two records is never taken for one.
    std::vector<std::vector<bool>> fits(run.size(), std::vector<bool>(run.size(), false));
    // How many ways lead to each place between the pieces, and where the last record before it began.
    std::vector<int> ways(run.size() + 1, 0);
    std::vector<std::size_t> begins(run.size() + 1, 0);
    ways[0] = 1;
    for (std::size_t last = 0; last < run.size(); ++last) {
        for (std::size_t first = last + 1; first-- > 0;) {
            bool is_parted = false;
            for (std::size_t end = first; end < last; ++end)
                is_parted |= fits[first][end] && fits[end + 1][last];
            const int joins = is_parted ? 0 : ways_to_join(run, first, last);
            fits[first][last] = is_parted || joins > 0;
            const int found = ways[first] * joins;
            if (found > 0) begins[last + 1] = first;
            ways[last + 1] = std::min(kDoubt, ways[last + 1] + found);
        }
    }
    if (ways.back() != 1) {
        for (const KeptRecord& record : run) ready_.push_back({record, std::nullopt});
        return;
    }
    std::vector<std::pair<std::size_t, std::size_t>> records;
    for (std::size_t end = run.size(); end > 0; end = begins[end]) records.emplace_back(begins[end], end - 1);
    for (auto record = records.rbegin(); record != records.rend(); ++record)
        ready_.push_back(joined(run, record->first, record->second));
}

std::vector<RecordMender::Piece> RecordMender::pieces_of(
    const std::vector<KeptRecord>& run, std::size_t first, std::size_t last) const
{
    std::vector<Piece> pieces;
    for (std::size_t at = first; at <= last; ++at) {
        const Encoding encoding = guess_.guess(run[at].bytes);
        const long breaks =
            at == first ? 0 : run[at].line - run[at - 1].line - line_breaks_in(run[at - 1].bytes);
        std::string before(static_cast<std::size_t>(std::max(breaks, 0L)), '\n');
        for (const std::string& cell : run[at].cells) {
            pieces.push_back({decoded(cell, encoding), std::move(before)});
            before = form_.delimiter;
        }
    }
    return pieces;
}

int RecordMender::ways_to_join(const std::vector<KeptRecord>& run, std::size_t first, std::size_t last) const
{
    std::size_t cells = 0;
    for (std::size_t at = first; at <= last; ++at) {
        cells += run[at].cells.size();
        // Two rows that were cut off are not one that was torn.
        if (at > first && shapes_.begin_row(run[at].cells)) return 0;
    }
    const std::size_t columns = shapes_.size();
    if (cells < columns + (last - first) || cells > columns + kMostExtraCells) return 0;
    std::vector<Piece> pieces = pieces_of(run, first, last);
    const bool may_end_empty = pieces.back().text.empty() && cells > columns;
    const bool must_end_empty = form_.cells > columns && pieces.back().text.empty();
    int ways = must_end_empty ? 0 : Join{shapes_, pieces}.count();
    if (may_end_empty) {
        pieces.pop_back();
        ways += Join{shapes_, pieces}.count();
    }
    return std::min(kDoubt, ways);
}

RecordMender::Ready RecordMender::joined(
    const std::vector<KeptRecord>& run, std::size_t first, std::size_t last) const
{
    Ready ready;
    ready.record.line = run[first].line;
    for (std::size_t at = first; at <= last; ++at) {
        const long breaks =
            at == first ? 0 : run[at].line - run[at - 1].line - line_breaks_in(run[at - 1].bytes);
        ready.record.bytes.append(static_cast<std::size_t>(std::max(breaks, 0L)), '\n').append(run[at].bytes);
    }
    std::vector<Piece> pieces = pieces_of(run, first, last);
    const bool must_end_empty = form_.cells > shapes_.size() && pieces.back().text.empty();
    if (must_end_empty || Join{shapes_, pieces}.count() != 1) pieces.pop_back();
    Join join{shapes_, pieces};
    join.count();
    const auto sizes = join.sizes();
    // The cells as they were encoded: only the joining was found out on decoded ones.
    std::size_t piece = 0;
    for (std::size_t at = first; at <= last; ++at) {
        for (const std::string& cell : run[at].cells) {
            if (piece < pieces.size()) pieces[piece++].text = cell;
        }
    }
    std::size_t begin = 0;
    for (std::size_t column = 0; column < sizes.size(); ++column) {
        if (sizes[column] > 1 && !ready.mended_column) ready.mended_column = column;
        ready.record.cells.push_back(Join::text(pieces, begin, sizes[column]));
        begin += sizes[column];
    }
    if (!ready.mended_column) ready.mended_column = sizes.size() - 1;
    return ready;
}

}  // namespace furusato::portal_import
