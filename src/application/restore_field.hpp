#pragma once

#include <string>

#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// The field as history keeps it (changes_between); empty for an unknown field.
std::string stored_text(const domain::Donation& donation, const std::string& field);

/// Puts back what history kept of a field, unchecked: it stood there before. False for a text that history never wrote.
bool restore_field(domain::Donation& donation, const std::string& field, const std::string& stored);

}  // namespace furusato::application
