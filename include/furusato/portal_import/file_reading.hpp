#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace furusato::portal_import {

enum class LineEnd { None, Crlf, Lf, Cr, Mixed };

constexpr std::string_view key_of(LineEnd end)
{
    constexpr std::string_view keys[] = {"none", "crlf", "lf", "cr", "mixed"};
    return keys[static_cast<int>(end)];
}

/// How a text file parts its cells.
struct TextFormat {
    char delimiter = ',';
    char quote = '"';
    bool is_sheet = false;  // rows of a workbook: whatever parts them, it is no layout's mark
    friend bool operator==(const TextFormat&, const TextFormat&) = default;
};

constexpr std::string_view key_of_delimiter(char delimiter)
{
    return delimiter == '\t' ? "tab" : delimiter == ';' ? "semicolon" : "comma";
}

/// Something a clerk may want to know of a file that was taken; its sentence is in etc/messages under the code.
struct FileNote {
    long line = 0;  // 0: of the file as a whole
    std::string code;
    std::vector<std::pair<std::string, std::string>> details;
};

/// How a file was read, and why so.
struct FileReading {
    TextFormat format;
    std::string format_reason;  // profile, header, count or sheet
    LineEnd line_end = LineEnd::None;
    std::string encoding_reason;  // option, mark or bytes
    std::string portal_reason;    // option or header
    long header_line = 1;
    std::vector<FileNote> notes;  // in order of line
};

}  // namespace furusato::portal_import
