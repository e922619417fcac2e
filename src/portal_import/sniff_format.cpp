#include "portal_import/sniff_format.hpp"

#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {

void refuse_unless_text(std::string_view first_bytes)
{
    using namespace std::string_view_literals;
    for (const std::string_view mark : {"\xFF\xFE"sv, "\xFE\xFF"sv}) {
        if (first_bytes.starts_with(mark)) refuse_file("file.utf16", 1);
    }
    constexpr std::string_view other_formats[] = {
        "%PDF", "PK\x03\x04", "\xD0\xCF\x11\xE0", "\x1F\x8B", "<!", "<html", "<HTML", "<?xml", "{\\rtf"};
    for (const std::string_view mark : other_formats) {
        if (first_bytes.starts_with(mark)) refuse_file("file.not_csv", 1);
    }
}

char sniff_delimiter(std::string_view first_bytes)
{
    constexpr int lines_looked_at = 5;  // a title may stand above the header
    int lines = 0;
    long tabs = 0;
    long commas = 0;
    bool in_quotes = false;
    for (const char byte : first_bytes) {
        if (byte == '"') in_quotes = !in_quotes;
        if (in_quotes) continue;
        tabs += byte == '\t' ? 1 : 0;
        commas += byte == ',' ? 1 : 0;
        if (byte == '\n' && ++lines == lines_looked_at) break;
    }
    return tabs > commas ? '\t' : ',';
}

}  // namespace furusato::portal_import
