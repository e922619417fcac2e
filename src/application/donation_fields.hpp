#pragma once

#include <string>
#include <vector>

#include "furusato/domain/donation.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

/// Sets a field from what a clerk typed, read as an import reads a cell; an empty text clears what may be empty.
/// Throws Refusal{Invalid, "field.unknown" | "field.invalid", {{"field", …}}}.
void set_field(domain::Donation& donation, const std::string& field, const std::string& text,
    const domain::EraTable& eras);

/// The field as it stands, in the form in which set_field would take it.
std::string field_text(const domain::Donation& donation, const std::string& field);

}  // namespace furusato::application
