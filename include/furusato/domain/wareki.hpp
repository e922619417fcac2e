#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// One era (元号): its Japanese name, its Latin letter and its first day.
struct Era {
    std::string name;    // 令和
    std::string letter;  // R, one upper-case letter
    Date first_day;
    int first_number = 1;  // year of the era on first_day; 6 for 明治, whose Gregorian days begin in 1873
};

/// A year counted in an era: 令和8年 is {"令和", "R", 8}.
struct EraYear {
    std::string name;
    std::string letter;
    int number;
};

/// The dated table of eras (etc/rules/eras.json; rules.md 8.1, 8.4), in order of their first days.
class EraTable {
public:
    /// Throws std::invalid_argument when the table is empty or its days do not rise.
    explicit EraTable(std::vector<Era> eras);

    /// The era year in force on that day; nullopt before the first era.
    std::optional<EraYear> year_on(const Date& date) const;

    /// "令和8年11月22日", first year as 元年; falls back to "1873年1月1日" before the first era.
    std::string format(const Date& date) const;

    /// The era year that names a whole calendar year: the era in force on 31 December (2019 → 令和元, rules.md 8.2).
    /// Throws std::out_of_range before the first era.
    EraYear calendar_year(int year) const;

    /// "令和8" or "令和元" for a calendar year.
    std::string calendar_year_text(int year) const;

    /// The calendar year of era letter or name plus number (R or r, 8 → 2026); nullopt for an unknown era or a number below 1.
    std::optional<int> western_year(std::string_view era, int number) const;

    /// The day of an era date; nullopt when the day lies outside that era (令和元年4月30日) or does not exist.
    std::optional<Date> date_of(std::string_view era, int number, int month, int day) const;

    const std::vector<Era>& eras() const { return eras_; }

private:
    std::vector<Era> eras_;
};

}  // namespace furusato::domain
