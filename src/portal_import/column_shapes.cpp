#include "portal_import/column_shapes.hpp"

#include <algorithm>
#include <map>

#include "furusato/domain/prefecture.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/characters.hpp"
#include "portal_import/order_number.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
namespace {

using Test = std::function<bool(std::string_view)>;

constexpr std::size_t kLongestWord = 60;

Test or_empty(Test test)
{
    return [test = std::move(test)](std::string_view text) { return text.empty() || test(text); };
}

template <class Value>
Test known_word(const std::map<std::string, Value>& table)
{
    return [&table](std::string_view text) { return look_up(table, text).has_value(); };
}

bool is_code(std::string_view text)
{
    const auto is_of_code = [](char byte) {
        return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
               byte == '-' || byte == '_' || byte == '.' || byte == '/';
    };
    return !text.empty() && text.size() <= kLongestWord && std::all_of(text.begin(), text.end(), is_of_code);
}

bool is_phone(std::string_view text)
{
    const std::string normal = nfkc(text);
    return normal.find_first_not_of("0123456789-+() ") == std::string::npos;
}

bool is_mail(std::string_view text)
{
    return text.find('@') != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

bool is_figure_or_mark(std::string_view text)
{
    return read_yen(text).has_value() || text == "-9999";
}

bool is_kana(std::string_view text)
{
    const std::string normal = nfkc(text);
    for (std::string_view rest = normal; !rest.empty();) {
        const char32_t letter = take_character(rest).code_point;
        const bool is_kana_letter = letter >= 0x3041 && letter <= 0x30FF;
        if (!is_kana_letter && !is_blank(letter) && !is_hyphen(letter)) return false;
    }
    return true;
}

bool is_time(std::string_view text)
{
    return text.find(':') != std::string_view::npos &&
           text.find_first_not_of("0123456789:. ") == std::string_view::npos;
}

bool is_short_word(std::string_view text)
{
    return text.size() <= kLongestWord && text.find('\n') == std::string_view::npos;
}

bool is_order_number(std::string_view text)
{
    return !order_number_fault(text) && is_code(text);
}

bool is_city(std::string_view text)
{
    return text.ends_with("市") || text.ends_with("区") || text.ends_with("町") || text.ends_with("村");
}

}  // namespace

ColumnShapes::ColumnShapes(
    const ColumnMap& columns, const PortalProfile& profile, const domain::EraTable& eras)
    : columns_(columns.headers().size()), order_number_{columns.column_of(Field::OrderNumber)}
{
    for (std::size_t at = 0; at < kFieldCount; ++at) {
        const auto field = static_cast<Field>(at);
        if (columns.has(field)) columns_[columns.column_of(field)] = column_for(field, profile, eras);
    }
}

ColumnShapes::Column ColumnShapes::column_for(
    Field field, const PortalProfile& profile, const domain::EraTable& eras)
{
    const Test is_date = [&eras](std::string_view text) { return read_date(text, eras).has_value(); };
    const auto postal = [](std::string_view text) {
        return !read_postal_code(text).empty() ||
               text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const auto typed = [](Test test) { return Column{or_empty(std::move(test)), false, false}; };
    switch (field) {
        case Field::OrderNumber: return {is_order_number, false, false};
        case Field::LineId:
        case Field::GiftCode:
        case Field::PurposeCode: return typed(is_code);
        case Field::AppliedOn: return {is_date, false, false};
        case Field::PaidOn:
        case Field::BirthDate:
        case Field::FormerReceiptOn:
        case Field::OneStopAcceptedOn: return typed(is_date);
        case Field::AppliedTime: return typed(is_time);
        case Field::Amount:
            return {[](std::string_view text) { return read_yen(text).has_value(); }, false, true};
        case Field::OrderTotal:
        case Field::Points: return {or_empty(is_figure_or_mark), false, true};
        case Field::Quantity:
            return typed([](std::string_view text) { return read_quantity(text).has_value(); });
        case Field::Status: return typed(known_word(profile.states));
        case Field::PaymentStatus: return typed(known_word(profile.payment_states));
        case Field::PaymentMethod: return typed(known_word(profile.payment_methods));
        case Field::DonorKind: return typed(known_word(profile.donor_kinds));
        case Field::OneStop: return typed(known_word(profile.one_stop));
        case Field::NamePublication: return typed(known_word(profile.name_publication));
        case Field::GiftWish: return typed(known_word(profile.gift_wishes));
        case Field::RecipientIsDonor: return typed(known_word(profile.recipient_is_donor));
        case Field::ShippingState: return typed(known_word(profile.shipping_states));
        case Field::Portal: return typed(known_word(profile.portals));
        case Field::Kana:
        case Field::FamilyKana:
        case Field::GivenKana:
        case Field::RecipientKana:
        case Field::RecipientFamilyKana:
        case Field::RecipientGivenKana: return typed(is_kana);
        case Field::PostalCode:
        case Field::PostalCode2:
        case Field::RecipientPostalCode:
        case Field::RecipientPostalCode2: return typed(postal);
        case Field::Prefecture:
        case Field::RecipientPrefecture: return typed(domain::is_prefecture);
        case Field::City:
        case Field::RecipientCity: return typed(is_city);
        case Field::Phone:
        case Field::Phone2:
        case Field::Phone3:
        case Field::RecipientPhone:
        case Field::RecipientPhone2:
        case Field::RecipientPhone3: return typed(is_phone);
        case Field::Mail: return typed(is_mail);
        case Field::Sex: return typed(is_short_word);
        default: return {};
    }
}

bool ColumnShapes::begin_row(const std::vector<std::string>& cells) const
{
    return cells.size() > std::max<std::size_t>(order_number_, 1) &&
           fits(order_number_, cells[order_number_]);
}

bool ColumnShapes::fits(std::size_t column, std::string_view text) const
{
    return !columns_[column].fits || columns_[column].fits(trimmed(text));
}

}  // namespace furusato::portal_import
