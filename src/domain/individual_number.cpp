#include "furusato/domain/individual_number.hpp"

#include <array>

#include "domain/ascii.hpp"

namespace furusato::domain {

bool passes_individual_number_check(std::string_view twelve_digits)
{
    constexpr std::array weights{6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    if (!is_digits(twelve_digits, weights.size() + 1)) return false;
    int sum = 0;
    for (std::size_t place = 0; place < weights.size(); ++place) {
        sum += (twelve_digits[place] - '0') * weights[place];
    }
    const int remainder = sum % 11;
    return twelve_digits.back() - '0' == (remainder <= 1 ? 0 : 11 - remainder);
}

}  // namespace furusato::domain
