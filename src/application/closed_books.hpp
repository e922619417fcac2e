#pragma once

#include "furusato/domain/donation.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

/// Whether the revenue of this day belongs to a year whose books are closed (31 May, rules.md 5.3).
inline bool are_books_closed(const domain::Date& day, const domain::Date& today)
{
    return today > domain::FiscalYear::of(day).books_close_on();
}

/// Money of a year whose books are closed stays as it was reported (rules.md 5.3, 5.6): throws Refusal{Conflict, "books.closed"}.
inline void require_open_books(const std::optional<domain::Date>& day, const domain::Date& today)
{
    if (!day || !are_books_closed(*day, today)) return;
    const auto year = domain::FiscalYear::of(*day);
    throw domain::Refusal{domain::RefusalKind::Conflict, "books.closed",
        {{"year", std::to_string(year.value())}, {"day", year.books_close_on().iso()}}};
}

}  // namespace furusato::application
