#include "furusato/domain/receipt_number.hpp"

#include "domain/ascii.hpp"

namespace furusato::domain {
namespace {

constexpr std::size_t kRunningDigits = 7;
constexpr int kLongestEra = 9999;

}  // namespace

std::string ReceiptNumber::text(const EraTable& eras) const
{
    const auto year = eras.calendar_year(tax_year.value());
    return year.letter + std::to_string(year.number) + "-" + zero_padded(running, kRunningDigits);
}

std::string ReceiptNumber::printed(const EraTable& eras) const
{
    const auto year = eras.calendar_year_text(tax_year.value());
    return year + "年分 第" + zero_padded(running, kRunningDigits) + "号";
}

std::optional<ReceiptNumber> ReceiptNumber::parse(std::string_view text, const EraTable& eras)
{
    const auto digits = text.find_first_of("0123456789");
    const auto hyphen = text.find('-');
    if (hyphen == std::string_view::npos || digits >= hyphen) return std::nullopt;
    const auto number = digits_value(text.substr(digits, hyphen - digits));
    const auto running = digits_value(text.substr(hyphen + 1));
    if (!number || *number > kLongestEra || !running) return std::nullopt;
    const auto year = eras.western_year(text.substr(0, digits), static_cast<int>(*number));
    if (!year || !Date::of(*year, 12, 31)) return std::nullopt;

    // H31 would name 2019 a second time: only what text() writes is a number.
    const ReceiptNumber candidate{TaxYear{*year}, *running};
    if (candidate.text(eras) != upper_case(text)) return std::nullopt;
    return candidate;
}

}  // namespace furusato::domain
