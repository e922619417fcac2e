#include "furusato/domain/wareki.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "domain/ascii.hpp"

namespace furusato::domain {
namespace {

constexpr int kLongestEra = 9999;  // beyond it there is no date anyway

std::string number_text(int number)
{
    return number == 1 ? "元" : std::to_string(number);
}

/// The era with that name, or that letter in either case; nullptr for an unknown one.
const Era* find_era(const std::vector<Era>& eras, std::string_view name_or_letter)
{
    const auto found =
        std::ranges::find_if(eras, [name_or_letter, letter = upper_case(name_or_letter)](const Era& era) {
            return era.name == name_or_letter || era.letter == letter;
        });
    return found == eras.end() ? nullptr : &*found;
}

}  // namespace

EraTable::EraTable(std::vector<Era> eras) : eras_{std::move(eras)}
{
    const bool rises =
        std::ranges::adjacent_find(eras_, std::ranges::greater_equal{}, &Era::first_day) == eras_.end();
    if (eras_.empty() || !rises) throw std::invalid_argument{"eras must rise by their first days"};
}

std::optional<EraYear> EraTable::year_on(const Date& date) const
{
    const auto next = std::ranges::upper_bound(eras_, date, {}, &Era::first_day);
    if (next == eras_.begin()) return std::nullopt;
    const Era& era = *std::prev(next);
    return EraYear{era.name, era.letter, date.year() - era.first_day.year() + era.first_number};
}

std::string EraTable::format(const Date& date) const
{
    const auto era_year = year_on(date);
    const auto year = era_year ? era_year->name + number_text(era_year->number) : std::to_string(date.year());
    return year + "年" + std::to_string(date.month()) + "月" + std::to_string(date.day()) + "日";
}

EraYear EraTable::calendar_year(int year) const
{
    auto era_year = year_on(Date{year, 12, 31});
    if (!era_year) throw std::out_of_range{"calendar year before the first era"};
    return *std::move(era_year);
}

std::string EraTable::calendar_year_text(int year) const
{
    const auto era_year = calendar_year(year);
    return era_year.name + number_text(era_year.number);
}

std::optional<int> EraTable::western_year(std::string_view era, int number) const
{
    const Era* named = find_era(eras_, era);
    if (named == nullptr || number < 1 || number > kLongestEra) return std::nullopt;
    return named->first_day.year() + number - named->first_number;
}

std::optional<Date> EraTable::date_of(std::string_view era, int number, int month, int day) const
{
    const auto year = western_year(era, number);
    if (!year) return std::nullopt;
    const auto date = Date::of(*year, month, day);
    if (!date) return std::nullopt;
    const auto in_force = year_on(*date);
    if (!in_force || in_force->name != find_era(eras_, era)->name) return std::nullopt;
    return date;
}

}  // namespace furusato::domain
