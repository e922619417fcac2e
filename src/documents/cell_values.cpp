#include "documents/cell_values.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "furusato/domain/date.hpp"

namespace furusato::documents {
namespace {

constexpr double kLostDigits = 1e15;  // a spreadsheet keeps fifteen
constexpr int kSecondsPerDay = 86'400;
constexpr double kLastDay = 2'950'000;  // in the year 9976, far enough from the last date in either count

// Without quoted texts, escaped characters, blanks as wide as a character, colours and languages; elapsed hours "[h]" stay.
std::string bare_code(std::string_view code)
{
    std::string bare;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        if (code[at] == '"') {
            at = code.find('"', at + 1);
            if (at == std::string_view::npos) break;
        } else if (code[at] == '\\' || code[at] == '_' || code[at] == '*') {
            ++at;
        } else if (code[at] == '[') {
            const auto end = code.find(']', at);
            if (end == std::string_view::npos) break;
            const std::string_view inside = code.substr(at + 1, end - at - 1);
            if (inside.find_first_not_of("hmsHMS") == std::string_view::npos) bare.append(inside);
            at = end;
        } else {
            bare += code[at] >= 'A' && code[at] <= 'Z' ? static_cast<char>(code[at] - 'A' + 'a') : code[at];
        }
    }
    return bare;
}

std::string printed(const char* pattern, int first, int second, int third)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), pattern, first, second, third);
    return text.data();
}

// Day 60 of the count from 1900 is 29 February of that year, which never was.
std::string day_text(int serial, DayCount days)
{
    constexpr int kFalseDay = 60;
    constexpr int kDay1970 = 25'569;
    constexpr int kFrom1900To1904 = 1'462;
    if (days == DayCount::From1904) {
        serial += kFrom1900To1904;
    } else if (serial == kFalseDay) {
        return "1900/02/29";
    } else if (serial < kFalseDay) {
        ++serial;
    }
    const auto date = domain::Date::from_day_number(serial - kDay1970);
    return printed("%04d/%02d/%02d", date.year(), date.month(), date.day());
}

std::optional<std::string> moment_text(double value, const NumberFormat& format, DayCount days)
{
    if (value < 0 || value > kLastDay) return std::nullopt;
    const auto seconds = static_cast<std::int64_t>(std::llround(value * kSecondsPerDay));
    const auto day = static_cast<int>(seconds / kSecondsPerDay);
    const auto second = static_cast<int>(seconds % kSecondsPerDay);
    if (!format.has_date)
        return printed("%02d:%02d:%02d", static_cast<int>(seconds / 3600), second / 60 % 60, second % 60);
    const std::string date = day_text(day, days);
    if (!format.has_time && second == 0) return date;
    return date + printed(" %02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
}

std::string shortest(double value, std::chars_format form)
{
    std::array<char, 400> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, form).ptr;
    std::string shown{text.data(), end};
    for (char& letter : shown) letter = letter == 'e' ? 'E' : letter;
    return shown;
}

std::string plain_text(double value, std::size_t digits)
{
    if (std::abs(value) >= kLostDigits) return shortest(value, std::chars_format::scientific);
    if (value != std::floor(value)) return shortest(value, std::chars_format::fixed);
    std::string text = std::to_string(static_cast<std::int64_t>(value));
    if (value >= 0 && text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
}

std::optional<unsigned char> escaped_byte(std::string_view hex)
{
    unsigned code = 0;
    const auto end = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16).ptr;
    if (end != hex.data() + hex.size() || code >= 0x80) return std::nullopt;
    return static_cast<unsigned char>(code);
}

}  // namespace

NumberFormat number_format(std::string_view code)
{
    const std::string bare = bare_code(code);
    if (bare == "general") return {};
    const auto has = [&](const char* letters) { return bare.find_first_of(letters) != std::string::npos; };
    NumberFormat format;
    format.has_time = has("hs");
    format.has_date = has("gyd") || (has("m") && !format.has_time);
    if (!bare.empty() && bare.find_first_not_of('0') == std::string::npos) format.digits = bare.size();
    return format;
}

NumberFormat built_in_format(int id)
{
    const auto is_in = [id](int first, int last) { return id >= first && id <= last; };
    if (id == 22) return {true, true, 0};
    if (is_in(18, 21) || is_in(32, 33) || is_in(45, 47)) return {false, true, 0};
    const bool is_date = is_in(14, 17) || is_in(27, 31) || is_in(34, 36) || is_in(50, 58);
    return {is_date, false, 0};
}

std::string text_of_number(std::string_view stored, const NumberFormat& format, DayCount days)
{
    double value = 0;
    const auto [end, fault] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
    if (fault != std::errc{} || end != stored.data() + stored.size() || !std::isfinite(value))
        return std::string{stored};
    if (format.has_date || format.has_time) {
        if (auto text = moment_text(value, format, days)) return *std::move(text);
    }
    return plain_text(value, format.digits);
}

std::string unescaped(std::string_view text)
{
    constexpr std::size_t kEscape = 7;  // _xHHHH_
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view escape = text.substr(at, kEscape);
        const bool is_escape = escape.size() == kEscape && escape.starts_with("_x") && escape.back() == '_';
        const auto byte = is_escape ? escaped_byte(escape.substr(2, 4)) : std::nullopt;
        // A NUL in a cell would only make binary data of the whole file.
        if (!byte || *byte == 0) {
            plain += text[at];
            continue;
        }
        plain += static_cast<char>(*byte);
        at += kEscape - 1;
    }
    return plain;
}

}  // namespace furusato::documents
