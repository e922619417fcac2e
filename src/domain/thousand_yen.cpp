#include "furusato/domain/thousand_yen.hpp"

namespace furusato::domain {

std::optional<ThousandRounding> thousand_rounding_of(std::string_view key)
{
    if (key == "down") return ThousandRounding::Down;
    if (key == "half_up") return ThousandRounding::HalfUp;
    return std::nullopt;
}

std::int64_t in_thousands(Yen amount, ThousandRounding rounding)
{
    const bool is_negative = amount < Yen{};
    const std::int64_t yen = is_negative ? -amount.amount() : amount.amount();
    const std::int64_t thousands = (yen + (rounding == ThousandRounding::HalfUp ? 500 : 0)) / 1000;
    return is_negative ? -thousands : thousands;
}

}  // namespace furusato::domain
