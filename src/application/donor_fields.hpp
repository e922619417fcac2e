#pragma once

#include <map>
#include <string>

#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

/// The fields of a donor as they stand on a day, by key: what a clerk sees, corrects and finds in the history.
std::map<std::string, std::string> donor_fields_on(const domain::DonorRecord& record,
    const std::vector<domain::StatedContact>& stated, const domain::Date& day);

/// A typed text as it is stored. Throws Refusal{Invalid, "field.unknown" | "field.invalid", {{"field", …}}}.
std::string donor_field_value(
    const std::string& field, const std::string& text, const domain::EraTable& eras);

/// "1" for a flag that is set.
std::string flag_text(bool flag);

}  // namespace furusato::application
