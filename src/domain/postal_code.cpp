#include "furusato/domain/postal_code.hpp"

#include "domain/ascii.hpp"

namespace furusato::domain {

std::optional<PostalCode> PostalCode::parse(std::string_view text)
{
    std::string digits{text};
    if (digits.size() == 8 && digits[3] == '-') digits.erase(3, 1);
    if (!is_digits(digits, 7)) return std::nullopt;
    return PostalCode{std::move(digits)};
}

}  // namespace furusato::domain
