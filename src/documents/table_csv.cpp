#include "documents/table_csv.hpp"

namespace furusato::documents {
namespace {

constexpr std::size_t kWrittenAtOnce = 1 << 16;

bool looks_like_a_formula(std::string_view text)
{
    constexpr std::string_view kStarts = "=+-@\t\r";
    return !text.empty() && kStarts.find(text.front()) != std::string_view::npos;
}

}  // namespace

CsvTable::CsvTable(const std::filesystem::path& file, const application::TableHead& head) : file_{file}
{
    lines_ = "\xEF\xBB\xBF";
    std::vector<std::string_view> titles;
    for (const auto& column : head.columns) titles.emplace_back(column.title);
    is_number_.assign(titles.size(), false);
    if (!head.remarks.empty()) add({head.remarks.begin(), head.remarks.end()});
    add(titles);
    for (std::size_t i = 0; i < titles.size(); ++i) is_number_[i] = head.columns[i].is_number;
}

void CsvTable::add_text(std::string_view text)
{
    lines_ += '"';
    if (looks_like_a_formula(text)) lines_ += '\'';
    for (auto at = text.find('"'); at != std::string_view::npos; at = text.find('"')) {
        lines_.append(text.substr(0, at)).append("\"\"");
        text.remove_prefix(at + 1);
    }
    lines_.append(text).append(1, '"');
}

void CsvTable::add(const std::vector<std::string_view>& cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) lines_ += ',';
        if (i < is_number_.size() && is_number_[i]) {
            lines_ += cells[i];
        } else {
            add_text(cells[i]);
        }
    }
    lines_ += "\r\n";
    if (lines_.size() >= kWrittenAtOnce) write_lines();
}

void CsvTable::write_lines()
{
    if (!file_.write(reinterpret_cast<const unsigned char*>(lines_.data()), lines_.size())) file_.refuse();
    lines_.clear();
}

void CsvTable::finish()
{
    write_lines();
    file_.commit();
}

}  // namespace furusato::documents
