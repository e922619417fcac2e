#include "documents/paper_layout.hpp"

#include <algorithm>
#include <limits>

#include "documents/line_breaks.hpp"
#include "documents/sheet_layout.hpp"

namespace furusato::documents {
namespace {

using application::PaperColumn;
using application::PaperSection;

constexpr double kLeft = mm(20);
constexpr double kRight = mm(sheet::kWidth - 15);
constexpr double kTop = mm(18);
constexpr double kBottom = mm(sheet::kHeight - 20);
constexpr double kFootBaseline = mm(sheet::kHeight - 11);
constexpr double kTitleSize = 15;
constexpr double kHeadingSize = 10.5;
constexpr double kSize = 8.5;
constexpr double kLabelSize = 7.5;
constexpr double kLeading = 12.5;
constexpr double kCellGap = mm(2);
constexpr std::size_t kTogether = 6;  // lines of a row that does not break
constexpr double kThin = 0.3;
constexpr double kThick = 0.8;

struct Cell {
    double left;
    double width;
    bool is_right;
    std::vector<Line> lines;
};

class PaperLayout {
public:
    PaperLayout(Typesetter& typesetter, const FontChain& fonts, const application::Paper& paper)
        : typesetter_{typesetter}, fonts_{fonts}, paper_{paper}
    {}

    std::vector<PaperPage> pages()
    {
        for (const PaperSection& section : paper_.sections) add(section);
        number_pages();
        return std::move(pages_);
    }

private:
    void add(const PaperSection& section)
    {
        if (pages_.empty() || section.begins_page) {
            new_page();
            title();
        }
        heading(section);
        for (const std::string& sentence : section.sentences) {
            for (const Line& line : wrapped_lines(sentence, kRight - kLeft, kSize)) {
                need(kLeading);
                place(line, kLeft, kSize);
                y_ += kLeading;
            }
        }
        table(section);
        signatures(section.signatures);
        y_ += kLeading * 0.8;
    }

    void new_page()
    {
        pages_.emplace_back();
        y_ = kTop;
    }

    /// Room for so many points below, on the next page if need be.
    void need(double height)
    {
        if (y_ + height > kBottom) new_page();
    }

    /// Text with its upper edge at the present height.
    void place(const Line& line, double left, double size)
    {
        pages_.back().lines.push_back({line, left, y_ + size});
    }

    void rule(double width) { pages_.back().rules.push_back({kLeft, kRight, y_, width}); }

    void title()
    {
        for (const Line& line : wrapped_lines(paper_.title, kRight - kLeft, kTitleSize)) {
            place(line, kLeft, kTitleSize);
            y_ += kTitleSize * 1.4;
        }
        rule(kThick);
        y_ += kLeading * 0.6;
    }

    void heading(const PaperSection& section)
    {
        if (section.heading.empty()) return;
        // A heading is not left alone at the foot of a page.
        need(kHeadingSize * 1.6 + static_cast<double>(section.sentences.size()) * kLeading +
             start_of(section));
        for (const Line& line : wrapped_lines(section.heading, kRight - kLeft, kHeadingSize)) {
            place(line, kLeft, kHeadingSize);
            y_ += kHeadingSize * 1.6;
        }
    }

    /// How much room the head of a table and its first row need, as far as they stay together.
    double start_of(const PaperSection& section)
    {
        if (section.columns.empty() || section.rows.empty()) return kLeading;
        const std::vector<Cell> cells = cells_of(section.columns);
        std::size_t lines = 1;
        for (std::size_t i = 0; i < cells.size() && i < section.rows.front().size(); ++i)
            lines = std::max(lines, wrapped_lines(section.rows.front()[i], cells[i].width, kSize).size());
        constexpr double kHead = 2;
        return (static_cast<double>(std::min(lines, kTogether)) + kHead) * kLeading;
    }

    std::vector<Cell> cells_of(const std::vector<PaperColumn>& columns) const
    {
        double shares = 0;
        for (const PaperColumn& column : columns) shares += column.share;
        const double gaps = kCellGap * static_cast<double>(columns.size() - 1);
        std::vector<Cell> cells;
        double left = kLeft;
        for (const PaperColumn& column : columns) {
            const double width = (kRight - kLeft - gaps) * column.share / shares;
            cells.push_back({left, width, column.is_right, {}});
            left += width + kCellGap;
        }
        return cells;
    }

    void table(const PaperSection& section)
    {
        if (section.columns.empty() || section.rows.empty()) return;
        const std::vector<Cell> cells = cells_of(section.columns);
        const bool has_head = std::any_of(section.columns.begin(), section.columns.end(),
            [](const PaperColumn& column) { return !column.label.empty(); });
        const auto head = [&] {
            if (!has_head) return;
            std::vector<Cell> labels = cells;
            for (std::size_t i = 0; i < labels.size(); ++i)
                labels[i].lines = wrapped_lines(section.columns[i].label, labels[i].width, kLabelSize);
            row(labels, kLabelSize, [this] { new_page(); });
            rule(kThick);
        };
        need(start_of(section));
        rule(kThin);
        head();
        const auto go_on = [&] {
            new_page();
            rule(kThin);
            head();
        };
        for (const auto& texts : section.rows) {
            std::vector<Cell> filled = cells;
            for (std::size_t i = 0; i < filled.size() && i < texts.size(); ++i)
                filled[i].lines = wrapped_lines(texts[i], filled[i].width, kSize);
            row(filled, kSize, go_on);
            rule(kThin);
        }
    }

    /// A short row stays together; a long one breaks wherever the page ends.
    template <class GoOn>
    void row(const std::vector<Cell>& cells, double size, const GoOn& go_on)
    {
        constexpr double kAbove = 2;
        std::size_t height = 1;
        for (const Cell& cell : cells) height = std::max(height, cell.lines.size());
        if (height <= kTogether && y_ + kAbove + static_cast<double>(height) * kLeading > kBottom) go_on();
        y_ += kAbove;
        for (std::size_t at = 0; at < height; ++at) {
            if (y_ + kLeading > kBottom) {
                go_on();
                y_ += kAbove;
            }
            for (const Cell& cell : cells) {
                if (at >= cell.lines.size()) continue;
                const Line& line = cell.lines[at];
                place(line, cell.is_right ? cell.left + cell.width - line.width : cell.left, size);
            }
            y_ += kLeading;
        }
    }

    void signatures(const std::vector<std::string>& labels)
    {
        if (labels.empty()) return;
        constexpr double kHeight = mm(20);
        y_ += kLeading;
        need(kHeight + kLeading);
        const double width = (kRight - kLeft) / static_cast<double>(labels.size());
        double left = kLeft;
        for (const std::string& label : labels) {
            pages_.back().boxes.push_back({left, y_, width, kHeight});
            pages_.back().lines.push_back({typesetter_.line(fonts_.spelled_out(label), kLabelSize),
                left + mm(1.5), y_ + kLabelSize + 2});
            left += width;
        }
        y_ += kHeight;
    }

    /// As many lines as the text needs at this size: its own lines, each broken where Japanese lets it, else between characters.
    std::vector<Line> wrapped_lines(std::string_view text, double width, double size)
    {
        std::vector<Line> lines;
        for (std::size_t start = 0; start <= text.size();) {
            const auto end = std::min(text.find('\n', start), text.size());
            const std::string part = fonts_.spelled_out(text.substr(start, end - start));
            add_wrapped(lines, part, width, size);
            start = end + 1;
        }
        return lines;
    }

    void add_wrapped(std::vector<Line>& lines, const std::string& text, double width, double size)
    {
        const Line whole = typesetter_.line(text, size);
        if (whole.width <= width) {
            lines.push_back(whole);
            return;
        }
        constexpr int kAnyNumber = std::numeric_limits<int>::max();
        for (const auto kind : {BreakKind::BetweenWords, BreakKind::BetweenCharacters}) {
            const auto ends = wrapped(line_breaks(*whole.shaped, kind), width / size, kAnyNumber);
            if (!ends) continue;
            std::size_t begin = 0;
            for (const auto end : *ends) {
                lines.push_back(
                    typesetter_.line(trimmed(std::string_view{text}.substr(begin, end - begin)), size));
                begin = end;
            }
            return;
        }
        lines.push_back(whole);  // a single character wider than its column: no column is that narrow
    }

    void number_pages()
    {
        const auto foot = wrapped_lines(paper_.foot, (kRight - kLeft) * 0.85, kLabelSize);
        for (std::size_t at = 0; at < pages_.size(); ++at) {
            pages_[at].rules.push_back({kLeft, kRight, kFootBaseline - kLabelSize * 1.6, kThin});
            double baseline = kFootBaseline;
            for (const Line& line : foot) {
                pages_[at].lines.push_back({line, kLeft, baseline});
                baseline += kLabelSize * 1.2;
            }
            const Line number =
                typesetter_.line(std::to_string(at + 1) + " / " + std::to_string(pages_.size()), kLabelSize);
            pages_[at].lines.push_back({number, kRight - number.width, kFootBaseline});
        }
    }

    Typesetter& typesetter_;
    const FontChain& fonts_;
    const application::Paper& paper_;
    std::vector<PaperPage> pages_;
    double y_ = kTop;
};

}  // namespace

std::vector<PaperPage> paper_pages(
    Typesetter& typesetter, const FontChain& fonts, const application::Paper& paper)
{
    return PaperLayout{typesetter, fonts, paper}.pages();
}

}  // namespace furusato::documents
