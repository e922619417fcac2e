#include "cli/read_options.hpp"

#include <array>
#include <charconv>

#include "cli/context.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::cli {
namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& text)
{
    throw domain::Refusal{
        domain::RefusalKind::Invalid, "option.invalid", {{"option", option}, {"value", text}}};
}

std::optional<int> number_of(std::string_view digits)
{
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
    return number;
}

/// Splits "令和8年11月22日" or "R8.11.22" into era and numbers.
std::optional<domain::Date> era_date(const std::string& text, const domain::EraTable& eras)
{
    for (const auto& era : eras.eras()) {
        for (const std::string& name : {era.name, era.letter}) {
            if (text.rfind(name, 0) != 0) continue;
            std::array<int, 3> parts{};
            std::size_t part = 0;
            std::string digits;
            for (const char letter : text.substr(name.size()) + ".") {
                if (letter >= '0' && letter <= '9') {
                    digits += letter;
                } else if (!digits.empty() && part < parts.size()) {
                    parts[part++] = number_of(digits).value_or(0);
                    digits.clear();
                }
            }
            if (part == parts.size()) return eras.date_of(name, parts[0], parts[1], parts[2]);
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<domain::Date> read_date(
    const std::string& option, const std::string& text, const domain::EraTable& eras)
{
    if (text.empty()) return std::nullopt;
    std::string iso = text;
    for (char& letter : iso) letter = letter == '/' ? '-' : letter;
    if (const auto date = domain::Date::parse_iso(iso)) return date;
    if (const auto date = era_date(text, eras)) return date;
    refuse(option, text);
}

std::optional<domain::Month> read_month(const std::string& option, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    if (const auto month = domain::Month::parse_iso(text)) return month;
    refuse(option, text);
}

std::optional<int> read_year(const std::string& option, const std::string& text, const domain::EraTable& eras)
{
    if (text.empty()) return std::nullopt;
    if (const auto year = number_of(text)) return year;
    for (const auto& era : eras.eras()) {
        for (const std::string& name : {era.name, era.letter}) {
            if (text.rfind(name, 0) != 0) continue;
            const auto number = number_of(std::string_view{text}.substr(name.size()));
            if (number) {
                if (const auto year = eras.western_year(name, *number)) return year;
            }
        }
    }
    refuse(option, text);
}

std::optional<domain::Yen> read_yen(const std::string& option, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    if (const auto amount = domain::Yen::parse(text)) return amount;
    refuse(option, text);
}

std::size_t read_word(const Context& context, const std::string& option, const std::string& text,
    std::span<const std::string_view> keys, const std::string& label)
{
    std::string allowed;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string word = context.sentence(label + std::string{keys[i]});
        if (text == keys[i] || text == word) return i;
        allowed += (allowed.empty() ? "" : "、") + word;
    }
    throw domain::Refusal{domain::RefusalKind::Invalid, "option.invalid",
        {{"option", option}, {"value", text},
            {"allowed", context.sentence("option.allowed", {{"values", allowed}})}}};
}

}  // namespace furusato::cli
