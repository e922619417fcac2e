#pragma once

#include <string>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/individual_number_in_text.hpp"

namespace furusato::application {

/// No individual number is kept where it does not belong (rules.md 7.2, 7.4): what a clerk typed is refused before anything of it is
/// stored. Not for telephone and order numbers. Throws Refusal{Invalid, "entry.individual_number", {{"field", …}}}.
inline void refuse_individual_number(const std::string& field, const std::string& text)
{
    if (portal_import::holds_individual_number(text))
        throw domain::Refusal{domain::RefusalKind::Invalid, "entry.individual_number", {{"field", field}}};
}

}  // namespace furusato::application
