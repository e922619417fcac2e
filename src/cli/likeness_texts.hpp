#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/context.hpp"
#include "furusato/domain/donor_likeness.hpp"

namespace furusato::cli {

/// {"name":"agrees", …} for every field that donors are compared by.
nlohmann::json likeness_json(const domain::DonorLikeness& likeness);
/// "氏名・電話が一致、生年月日が相違"; fields that could not be compared are left out.
std::string likeness_text(const Context& context, const domain::DonorLikeness& likeness);

}  // namespace furusato::cli
