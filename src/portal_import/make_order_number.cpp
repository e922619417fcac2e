#include "portal_import/make_order_number.hpp"

#include <optional>

#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/hash64.hpp"

namespace furusato::portal_import {
namespace {

bool is_day(Field field)
{
    return field == Field::AppliedOn || field == Field::PaidOn;
}

bool is_amount(Field field)
{
    return field == Field::Amount || field == Field::GiftAmount || field == Field::Quantity;
}

/// The value of a cell in one writing: a spreadsheet on the way may have changed it.
std::string plain(Field field, std::string_view cell, const domain::EraTable& eras)
{
    if (is_day(field)) {
        if (const auto day = read_date(cell, eras)) return day->iso();
    } else if (is_amount(field)) {
        if (const auto amount = read_yen(cell)) return std::to_string(amount->amount());
    }
    return fold_word(cell);
}

std::string hexadecimal(std::uint64_t value)
{
    constexpr int figures = 12;  // 48 bits, beside a day
    std::string text;
    for (int at = 0; at < figures; ++at, value >>= 4) text += "0123456789ABCDEF"[value & 15];
    return text;
}

}  // namespace

std::string OrderNumberMaker::next(
    const MappedRow& row, const PortalProfile& profile, const domain::EraTable& eras)
{
    Hash64 hash;
    std::optional<domain::Date> day;
    for (const Field field : profile.order_number_from) {
        hash.add(key_of(field)).add(plain(field, row[field], eras));
        if (is_day(field) && !day) day = read_date(row[field], eras);
    }
    const std::string fingerprint = hexadecimal(hash.value());
    const int times = ++records_[hash.value()];
    return (day ? day->iso() : std::string{"0000-00-00"}) + "-" + fingerprint + "-" + std::to_string(times);
}

}  // namespace furusato::portal_import
