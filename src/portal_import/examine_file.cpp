#include "portal_import/examine_file.hpp"

#include <string>
#include <utility>

#include "portal_import/decode.hpp"
#include "portal_import/detect_format.hpp"
#include "portal_import/detect_portal.hpp"
#include "portal_import/encoding_vote.hpp"
#include "portal_import/file_notes.hpp"
#include "portal_import/find_individual_numbers.hpp"
#include "portal_import/order_number.hpp"
#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {
namespace {

// A record copied out of the reader's buffer.
struct KeptRecord {
    explicit KeptRecord(const RawRecord& record)
        : line{record.line}, bytes{record.bytes}, cells{record.cells.begin(), record.cells.end()}
    {}
    RawRecord view() const { return {line, bytes, {cells.begin(), cells.end()}}; }

    long line;
    std::string bytes;
    std::vector<std::string> cells;
};

class Examination {
public:
    Examination(const ImportSettings& settings, std::optional<Encoding> encoding, const DetectedFormat& found)
        : settings_{settings}, vote_{encoding}, first_records_wanted_{header_search_records(settings)}
    {
        file_.reading.format = found.format;
        file_.reading.format_reason = found.reason;
    }

    void take(const RawRecord& record);
    ExaminedFile finish(const RecordReader& reader);

private:
    void find_header();
    void refuse_wrong_encoding_of_header() const;
    void refuse_individual_number_header() const;
    void refuse_rivals(const RawRecord& record) const;
    void take_row(const RawRecord& record);

    const ImportSettings& settings_;
    EncodingVote vote_;
    std::size_t first_records_wanted_;
    std::vector<KeptRecord> first_records_;
    bool has_header_ = false;
    std::string header_bytes_;
    long header_line_ = 0;
    IndividualNumberSearch individual_numbers_{0};
    long rows_as_wide_ = 0;    // as many cells as the header
    long rows_one_wider_ = 0;  // … and an empty one: a comma at the end of every row
    ExaminedFile file_;
};

void Examination::take(const RawRecord& record)
{
    vote_.count(record.bytes, record.line);
    if (has_header_) {
        take_row(record);
        return;
    }
    first_records_.emplace_back(record);
    if (first_records_.size() == first_records_wanted_) find_header();
}

void Examination::find_header()
{
    std::vector<FirstRecord> candidates;
    for (const KeptRecord& record : first_records_) {
        FirstRecord& candidate = candidates.emplace_back(FirstRecord{record.line, {}});
        const Encoding encoding = vote_.guess(record.bytes);
        for (const std::string& cell : record.cells) candidate.cells.push_back(decoded(cell, encoding));
    }
    refuse_wrong_encoding_of_header();
    DetectedPortal detected = detect_portal(candidates, settings_, file_.reading.format);
    has_header_ = true;
    file_.profile = detected.profile;
    file_.columns = std::move(detected.columns);
    file_.records_before_rows = detected.header_record + 1;
    header_bytes_ = first_records_[detected.header_record].bytes;
    header_line_ = first_records_[detected.header_record].line;
    file_.reading.header_line = header_line_;
    file_.reading.portal_reason = detected.is_by_signature ? "header" : "option";
    file_.reading.notes = header_notes(file_.columns, *file_.profile, header_line_);
    refuse_individual_number_header();
    individual_numbers_ = IndividualNumberSearch{file_.columns.headers().size()};
    for (auto at = file_.records_before_rows; at < first_records_.size(); ++at)
        take_row(first_records_[at].view());
    first_records_.clear();
}

// A header in another encoding than the fixed one, or in none, would only look like an unknown portal.
void Examination::refuse_wrong_encoding_of_header() const
{
    const KeptRecord* first_bad = nullptr;
    for (const KeptRecord& record : first_records_) {
        if (is_ascii(record.bytes)) continue;
        if (!first_undecodable(record.bytes, vote_.guess(record.bytes))) return;
        if (first_bad == nullptr) first_bad = &record;
    }
    if (first_bad == nullptr) return;
    refuse_file(
        "file.wrong_encoding", first_bad->line, {{"encoding", name_of(vote_.guess(first_bad->bytes))}});
}

void Examination::refuse_individual_number_header() const
{
    for (const std::string& header : file_.columns.headers()) {
        if (names_individual_number(header))
            refuse_file("file.individual_number", header_line_, {{"column", header}});
    }
}

// Two columns of one name that say different things: which of them is meant cannot be told.
void Examination::refuse_rivals(const RawRecord& record) const
{
    for (const auto& [used, other] : file_.columns.rivals()) {
        if (other >= record.cells.size() || record.cells[other].empty()) continue;
        if (record.cells[other] == record.cells[used]) continue;
        refuse_file("file.columns_contradict", record.line, {{"column", file_.columns.headers()[used]}});
    }
}

void Examination::take_row(const RawRecord& record)
{
    ++file_.rows;
    refuse_rivals(record);
    individual_numbers_.look_at(record);
    const std::size_t width = file_.columns.headers().size();
    rows_as_wide_ += record.cells.size() == width ? 1 : 0;
    rows_one_wider_ += record.cells.size() == width + 1 && record.cells.back().empty() ? 1 : 0;
    const std::size_t column = file_.columns.column_of(Field::OrderNumber);
    if (column >= record.cells.size()) return;
    const std::string_view number = order_number_bytes(record.cells[column]);
    if (order_number_fault(number)) return;
    file_.orders.add(order_hash(number, portal_bytes(record, file_.columns)));
    if (file_.orders.largest() > static_cast<std::uint32_t>(settings_.limits.order_max_rows)) {
        refuse_file(
            "file.order_too_long", record.line, {{"column", file_.columns.header_of(Field::OrderNumber)}});
    }
}

ExaminedFile Examination::finish(const RecordReader& reader)
{
    if (!has_header_ && first_records_.empty()) refuse_file("file.empty", 1);
    if (!has_header_) find_header();
    file_.encoding = vote_.winner();
    file_.reading.encoding_reason = settings_.encoding ? "option" : reader.has_bom() ? "mark" : "bytes";
    file_.reading.line_end = reader.line_end();
    file_.has_undecodable_records = vote_.bad_records() > 0;
    if (!is_ascii(header_bytes_) && vote_.guess(header_bytes_) != file_.encoding) {
        refuse_file("file.wrong_encoding", header_line_, {{"encoding", name_of(file_.encoding)}});
    }
    vote_.refuse_if_wrong(file_.rows, settings_.limits.undecodable_rows_permille);
    if (const auto column = individual_numbers_.found_column()) {
        refuse_file("file.individual_number", header_line_, {{"column", file_.columns.headers()[*column]}});
    }
    file_.cells_per_row = file_.columns.headers().size() + (rows_one_wider_ > rows_as_wide_ ? 1 : 0);
    return std::move(file_);
}

}  // namespace

ExaminedFile examine_file(ByteSource& source, const ImportSettings& settings)
{
    const DetectedFormat format = detect_format(source, settings);
    RecordReader reader{source, settings.limits.record_max_bytes, format.format};
    const RawRecord* record = reader.next();
    const std::optional<Encoding> marked = reader.has_bom() ? std::optional{Encoding::Utf8} : std::nullopt;
    Examination examination{settings, settings.encoding ? settings.encoding : marked, format};
    for (; record != nullptr; record = reader.next()) examination.take(*record);
    return examination.finish(reader);
}

}  // namespace furusato::portal_import
