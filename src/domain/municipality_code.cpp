#include "furusato/domain/municipality_code.hpp"

#include "domain/ascii.hpp"

namespace furusato::domain {
namespace {

/// rules.md 3.1: weights 6 5 4 3 2; its case S < 11 gives the same digit as the general one.
char check_digit(std::string_view five_digits)
{
    int sum = 0;
    int weight = 6;
    for (const char digit : five_digits) sum += (digit - '0') * weight--;
    return static_cast<char>('0' + (11 - sum % 11) % 10);
}

}  // namespace

std::optional<MunicipalityCode> MunicipalityCode::parse(std::string_view text)
{
    if (!is_digits(text, 6) || check_digit(text.substr(0, 5)) != text[5]) return std::nullopt;
    return MunicipalityCode{std::string{text}};
}

std::optional<MunicipalityCode> MunicipalityCode::from_five_digits(std::string_view text)
{
    if (!is_digits(text, 5)) return std::nullopt;
    return MunicipalityCode{std::string{text} + check_digit(text)};
}

}  // namespace furusato::domain
