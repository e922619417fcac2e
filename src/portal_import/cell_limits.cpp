#include "portal_import/cell_limits.hpp"

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::portal_import {
namespace {

// Characters, by the columns of sql/migrations; no limit for what is read and not stored as it stands.
std::size_t limit_of(Field field)
{
    constexpr std::size_t no_limit = 1'000'000;
    switch (field) {
        case Field::Street:
        case Field::RecipientStreet:
        case Field::DocumentsStreet:
        case Field::GiftName: return 300;
        case Field::Remark: return 2000;
        case Field::Options: return no_limit;
        case Field::Phone:
        case Field::RecipientPhone:
        case Field::DocumentsPhone: return 50;
        case Field::Phone2:
        case Field::Phone3:
        case Field::RecipientPhone2:
        case Field::RecipientPhone3: return 10;
        case Field::FamilyName:
        case Field::GivenName:
        case Field::FamilyKana:
        case Field::GivenKana:
        case Field::RecipientFamilyName:
        case Field::RecipientGivenName:
        case Field::RecipientFamilyKana:
        case Field::RecipientGivenKana: return 99;  // two of them and a blank make a name
        case Field::Prefecture:
        case Field::RecipientPrefecture:
        case Field::DocumentsPrefecture: return 20;
        case Field::Sex: return 10;
        default: return kLongestText;
    }
}

}  // namespace

std::optional<Field> first_too_long(const MappedRow& row)
{
    for (std::size_t at = 0; at < kFieldCount; ++at) {
        const auto field = static_cast<Field>(at);
        const std::string_view cell = row[field];
        const std::size_t limit = limit_of(field);
        if (cell.size() > limit && length_in_characters(cell) > limit) return field;
    }
    return std::nullopt;
}

}  // namespace furusato::portal_import
