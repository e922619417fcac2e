#pragma once

#include <string_view>

namespace furusato::domain {

/// Whether twelve ASCII digits pass the check digit of an individual number 個人番号 (rules.md 2.A);
/// one random number in eleven passes too. The text is never stored or shown.
bool passes_individual_number_check(std::string_view twelve_digits);

}  // namespace furusato::domain
