#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/characters.hpp"

namespace furusato::portal_import {

std::string phone_digits(std::string_view text)
{
    const std::string normal = nfkc(text);
    std::string digits;
    bool is_international = false;
    for (const char byte : normal) {
        if (byte == '+' && digits.empty()) is_international = true;
        if (is_digit(static_cast<unsigned char>(byte))) digits += byte;
    }
    if (digits.empty()) return {};
    if (is_international && digits.starts_with("81")) {
        const std::string national = digits.substr(2);
        return national.starts_with('0') ? national : "0" + national;  // +81 (0)90 … is written too
    }
    if (is_international) return "+" + digits;
    // Nine digits or ten without a leading zero are a number whose zero a spreadsheet took.
    const bool has_lost_zero = digits.front() != '0' && (digits.size() == 9 || digits.size() == 10);
    return has_lost_zero ? "0" + digits : digits;
}

std::string mail_key(std::string_view text)
{
    std::string key = nfkc(trimmed(text));
    for (char& byte : key) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    }
    return key;
}

}  // namespace furusato::portal_import
