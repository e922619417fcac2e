#pragma once

#include <ostream>

#include "furusato/application/revenue.hpp"
#include "furusato/domain/contact.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donation_number.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/yen.hpp"

// How a failing test shows our types.
namespace furusato::domain {

template <class Entity>
void PrintTo(Id<Entity> id, std::ostream* out)
{
    *out << "#" << id.value;
}

inline void PrintTo(Yen amount, std::ostream* out)
{
    *out << amount.amount() << " yen";
}

inline void PrintTo(const DonationNumber& number, std::ostream* out)
{
    *out << number.text();
}

inline void PrintTo(const Date& day, std::ostream* out)
{
    *out << day.iso();
}

inline void PrintTo(const Contact& contact, std::ostream* out)
{
    *out << contact.name << " | " << contact.kana << " | " << contact.postal_code << " | "
         << contact.prefecture << " | " << contact.city << " | " << contact.street << " | "
         << contact.building << " | " << contact.phone << " | " << contact.mail << " | " << contact.birth_date
         << " | " << contact.sex;
}

}  // namespace furusato::domain

namespace furusato::application {

inline void PrintTo(const RevenueDayKey& key, std::ostream* out)
{
    *out << key.entered_on << " " << key.dimension << " '" << key.dimension_key << "'";
}

inline void PrintTo(const RevenueSum& sum, std::ostream* out)
{
    *out << sum.donations << " donations, " << sum.yen << " yen, " << sum.refunds << " refunded";
}

}  // namespace furusato::application
