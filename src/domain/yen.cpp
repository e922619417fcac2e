#include "furusato/domain/yen.hpp"

#include <array>

#include "domain/ascii.hpp"

namespace furusato::domain {
namespace {

// The backslash is the yen sign of CP932: both are byte 0x5C.
constexpr std::array<std::string_view, 3> kYenSigns{"\u00A5", "\uFFE5", "\\"};
constexpr std::string_view kYenUnit = "円";

/// "1,234,567" → "1234567"; nullopt unless every group after the first has three characters.
std::optional<std::string> without_group_commas(std::string_view text)
{
    constexpr std::size_t group = 3;
    auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::string{text};
    if (comma == 0 || comma > group) return std::nullopt;

    std::string digits{text.substr(0, comma)};
    while (comma != std::string_view::npos) {
        text.remove_prefix(comma + 1);
        comma = text.find(',');
        const auto part = text.substr(0, comma);
        if (part.size() != group) return std::nullopt;
        digits += part;
    }
    return digits;
}

/// One group of four digits: 2003 → 弐千参.
std::string group_in_formal_kanji(std::int64_t group)
{
    constexpr std::array<std::string_view, 10> digits{
        "", "壱", "弐", "参", "四", "五", "六", "七", "八", "九"};
    constexpr std::array<std::string_view, 4> units{"千", "百", "拾", ""};
    std::string text;
    std::int64_t divisor = 1000;
    for (const auto unit : units) {
        const auto digit = group / divisor % 10;
        if (digit != 0) text.append(digits[static_cast<std::size_t>(digit)]).append(unit);
        divisor /= 10;
    }
    return text;
}

}  // namespace

std::optional<Yen> Yen::parse(std::string_view text)
{
    bool has_sign = false;
    for (const auto sign : kYenSigns) {
        if (has_sign || !text.starts_with(sign)) continue;
        text.remove_prefix(sign.size());
        has_sign = true;
    }
    if (!has_sign && text.ends_with(kYenUnit)) text.remove_suffix(kYenUnit.size());

    const auto digits = without_group_commas(text);
    if (!digits) return std::nullopt;
    const auto amount = digits_value(*digits);
    if (!amount || *amount > kLimit) return std::nullopt;
    return Yen{*amount};
}

std::string grouped(Yen amount)
{
    const bool is_negative = amount < Yen{};
    std::string text = std::to_string(is_negative ? -amount.amount() : amount.amount());
    for (auto place = text.size(); place > 3;) text.insert(place -= 3, ",");
    return is_negative ? "-" + text : text;
}

std::string in_formal_kanji(Yen amount)
{
    if (amount < Yen{}) throw std::out_of_range{"a negative amount has no formal kanji"};
    if (amount == Yen{}) return "零";

    constexpr std::array<std::string_view, 4> units{"兆", "億", "万", ""};
    std::string text;
    std::int64_t divisor = 1'000'000'000'000;
    for (const auto unit : units) {
        const auto group = amount.amount() / divisor % 10'000;
        if (group != 0) text.append(group_in_formal_kanji(group)).append(unit);
        divisor /= 10'000;
    }
    return text;
}

}  // namespace furusato::domain
