#include "furusato/domain/donation_number.hpp"

#include <stdexcept>

#include "domain/ascii.hpp"

namespace furusato::domain {
namespace {

constexpr int kCentury = 2000;  // two digits of the year name 2000 to 2099
constexpr std::size_t kRunningDigits = 7;

}  // namespace

std::string DonationNumber::text() const
{
    const int year = fiscal_year.value() - kCentury;
    if (year < 0 || year > 99) throw std::out_of_range{"fiscal year of a donation number"};
    return "F" + zero_padded(year, 2) + "-" + zero_padded(running, kRunningDigits);
}

std::optional<DonationNumber> DonationNumber::parse(std::string_view text)
{
    constexpr std::size_t hyphen = 3;
    if (text.size() <= hyphen || (text[0] != 'F' && text[0] != 'f') || text[hyphen] != '-')
        return std::nullopt;
    const auto year = digits_value(text.substr(1, 2));
    const auto running = zero_padded_value(text.substr(hyphen + 1), kRunningDigits);
    if (!year || !running) return std::nullopt;
    return DonationNumber{FiscalYear{kCentury + static_cast<int>(*year)}, *running};
}

}  // namespace furusato::domain
