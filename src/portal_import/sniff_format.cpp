#include "portal_import/sniff_format.hpp"

#include <algorithm>

#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {

void refuse_unless_text(std::string_view first_bytes)
{
    using namespace std::string_view_literals;
    if (first_bytes.starts_with("\xD0\xCF\x11\xE0"sv)) refuse_file("file.old_workbook", 1);
    constexpr std::string_view other_formats[] = {
        "%PDF", "PK\x03\x04", "\x1F\x8B", "<!", "<html", "<HTML", "<?xml", "{\\rtf"};
    for (const std::string_view mark : other_formats) {
        if (first_bytes.starts_with(mark)) refuse_file("file.not_csv", 1);
    }
}

char sniff_delimiter(std::string_view first_bytes)
{
    constexpr int lines_looked_at = 5;  // a title may stand above the header
    int lines = 0;
    std::array<long, kDelimiters.size()> counts{};
    bool in_quotes = false;
    for (std::size_t at = 0; at < first_bytes.size() && lines < lines_looked_at; ++at) {
        const char byte = first_bytes[at];
        if (byte == '"') in_quotes = !in_quotes;
        if (in_quotes) continue;
        const bool is_lone_return = byte == '\r' && !first_bytes.substr(at + 1).starts_with('\n');
        lines += byte == '\n' || is_lone_return ? 1 : 0;
        const auto found = std::find(kDelimiters.begin(), kDelimiters.end(), byte);
        if (found != kDelimiters.end()) ++counts[static_cast<std::size_t>(found - kDelimiters.begin())];
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return kDelimiters[static_cast<std::size_t>(most - counts.begin())];
}

}  // namespace furusato::portal_import
