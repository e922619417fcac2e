#include <utility>

#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/characters.hpp"

namespace furusato::portal_import {
namespace {

using domain::Date;

constexpr int kMinutesPerDay = 24 * 60;
constexpr int kJapanMinutes = 9 * 60;  // JST is UTC+9 all year

/// Takes a text apart from its start.
class Scanner {
public:
    explicit Scanner(std::string_view rest) : rest_{rest} {}

    bool take(std::string_view literal)
    {
        if (!rest_.starts_with(literal)) return false;
        rest_.remove_prefix(literal.size());
        return true;
    }

    bool take_one_of(std::string_view bytes)
    {
        if (rest_.empty() || bytes.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// A number of so many digits, followed by none.
    std::optional<int> number(std::size_t least, std::size_t most)
    {
        const std::size_t size = digits_ahead();
        if (size < least || size > most) return std::nullopt;
        return number_of(size);
    }

    /// The number in the next digits, whatever follows.
    int number_of(std::size_t size)
    {
        int value = 0;
        for (const char digit : rest_.substr(0, size)) value = value * 10 + (digit - '0');
        rest_.remove_prefix(size);
        return value;
    }

    std::size_t digits_ahead() const
    {
        std::size_t size = 0;
        while (size < rest_.size() && is_digit(static_cast<unsigned char>(rest_[size]))) ++size;
        return size;
    }

    void skip_digits() { rest_.remove_prefix(digits_ahead()); }

    void skip_blanks()
    {
        while (take(" ")) {
        }
    }

    bool is_done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

struct MonthDay {
    int month;
    int day;
};

// "年1月5日", "/1/5", ".1.5", "-1-5": the same separator twice.
std::optional<MonthDay> take_month_and_day(Scanner& text)
{
    constexpr std::pair<std::string_view, std::string_view> separators[] = {
        {"年", "月"}, {"-", "-"}, {"/", "/"}, {".", "."}};
    for (const auto& [after_year, after_month] : separators) {
        if (!text.take(after_year)) continue;
        text.skip_blanks();
        const auto month = text.number(1, 2);
        if (!month || !text.take(after_month)) return std::nullopt;
        text.skip_blanks();
        const auto day = text.number(1, 2);
        if (!day) return std::nullopt;
        text.take("日");
        return MonthDay{*month, *day};
    }
    return std::nullopt;
}

std::optional<Date> take_era_date(Scanner& text, const domain::EraTable& eras)
{
    for (const domain::Era& era : eras.eras()) {
        if (!text.take(era.name) && !text.take(era.letter)) continue;
        text.skip_blanks();
        const std::optional<int> number = text.take("元") ? std::optional{1} : text.number(1, 2);
        const auto rest = take_month_and_day(text);
        if (!number || !rest) return std::nullopt;
        return eras.date_of(era.name, *number, rest->month, rest->day);
    }
    return std::nullopt;
}

// 20260105, also with hours and minutes behind it.
std::optional<Date> take_packed_date(Scanner& text)
{
    const int year = text.number_of(4);
    const int month = text.number_of(2);
    return Date::of(year, month, text.number_of(2));
}

// A spreadsheet's day number, 1 January 1900 being 1 (and 1900 wrongly a leap year); a fraction is the time
// of day.
std::optional<Date> take_serial_date(Scanner& text)
{
    constexpr int serial_of_1970 = 25569;
    const int serial = text.number_of(5);
    if (text.take(".")) text.skip_digits();
    if (!text.is_done()) return std::nullopt;
    return Date::from_day_number(serial - serial_of_1970);
}

void skip_weekday(Scanner& text)
{
    constexpr std::string_view weekdays[] = {"(月)", "(火)", "(水)", "(木)", "(金)", "(土)", "(日)"};
    for (const std::string_view weekday : weekdays) text.take(weekday);
}

// Minutes by which the zone is ahead of Greenwich; Japan's where none stands.
std::optional<int> take_zone_minutes(Scanner& text)
{
    if (text.is_done() || text.take("JST")) return kJapanMinutes;
    if (text.take("Z") || text.take("UTC")) return 0;
    const int sign = text.take("+") ? 1 : text.take("-") ? -1 : 0;
    const bool is_packed = text.digits_ahead() == 4;
    const auto hours = is_packed ? std::optional{text.number_of(2)} : text.number(2, 2);
    if (!is_packed) text.take(":");
    const auto minutes = text.number(2, 2);
    if (sign == 0 || !hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    return sign * (*hours * 60 + *minutes);
}

// Minutes since midnight of "23:59", "23:59:59.999", "T235959" or "23時59分"; midnight where no time stands.
std::optional<int> take_minutes_of_day(Scanner& text, bool is_packed)
{
    const auto take_part = [&text, is_packed] {
        return is_packed ? (text.digits_ahead() >= 2 ? std::optional{text.number_of(2)} : std::nullopt)
                         : text.number(1, 2);
    };
    const auto hours = take_part();
    if (!is_packed && !text.take(":") && !text.take("時")) return std::nullopt;
    const auto minutes = take_part();
    const bool has_seconds = is_packed ? text.digits_ahead() >= 2
                                       : (text.take(":") || (text.take("分") && text.digits_ahead() > 0));
    const auto seconds = has_seconds ? take_part() : std::optional{0};
    text.take("秒");
    if (text.take(".")) text.skip_digits();
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
    return *hours * 60 + *minutes;
}

std::optional<Date> next_to(const Date& date, int days)
{
    constexpr int last_year = 9999;  // beyond it there is no Date
    if (date.year() == last_year) return std::nullopt;
    return date.plus_days(days);
}

// What may stand behind a date; nullopt when it is no time of day.
std::optional<Date> in_japan(Date date, Scanner text)
{
    skip_weekday(text);
    text.skip_blanks();
    if (text.is_done()) return date;
    if (text.take("T")) text.skip_blanks();
    const auto minutes = take_minutes_of_day(text, text.digits_ahead() >= 4);
    text.skip_blanks();
    const auto zone = take_zone_minutes(text);
    if (!minutes || !zone || !text.is_done()) return std::nullopt;
    const int shifted = *minutes - *zone + kJapanMinutes;
    const int days = shifted < 0 ? -1 : shifted / kMinutesPerDay;
    return days == 0 ? date : next_to(date, days);
}

}  // namespace

std::optional<Date> read_date(std::string_view text, const domain::EraTable& eras)
{
    std::string normal = nfkc(trimmed(text));
    for (char& byte : normal) {
        if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    }
    Scanner scanner{normal};
    const std::size_t digits = scanner.digits_ahead();
    std::optional<Date> date;
    if (digits == 4) {
        const int year = scanner.number_of(4);
        if (const auto rest = take_month_and_day(scanner)) date = Date::of(year, rest->month, rest->day);
    } else if (digits == 8 || digits == 12 || digits == 14) {
        date = take_packed_date(scanner);
    } else if (digits == 5) {
        date = take_serial_date(scanner);
    } else if (digits == 0) {
        date = take_era_date(scanner, eras);
    }
    return date ? in_japan(*date, scanner) : std::nullopt;
}

}  // namespace furusato::portal_import
