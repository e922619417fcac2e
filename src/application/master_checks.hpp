#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/store.hpp"
#include "furusato/domain/master.hpp"

namespace furusato::application {

// What stands against a change of a master. Each throws the Refusal that ManageMasters names.

/// Name, code and fields that only some kinds have.
void check_texts(domain::MasterKind kind, const domain::MasterVersion& version);
/// The fund is there for the whole time of the purpose.
void check_fund(Records& records, const domain::MasterVersion& purpose);
/// Whether that is so.
bool has_fund_throughout(
    const std::vector<domain::MasterVersion>& funds, const domain::MasterVersion& purpose);
/// No other purpose has this name at the same time: a portal's file names purposes by it.
void check_name_is_free(
    const std::vector<domain::MasterVersion>& purposes, const domain::MasterVersion& version);
/// The other purpose of this name at the same time; nullptr when there is none.
const domain::MasterVersion* find_same_name(
    const std::vector<domain::MasterVersion>& purposes, const domain::MasterVersion& version);
/// What the version would be with this last day (open with nullopt) is as one that is added must be.
void check_end(Records& records, domain::MasterKind kind, domain::MasterVersion version,
    const std::optional<domain::Date>& last);
/// No purpose leads to the fund after its last day.
void check_fund_is_free(Records& records, const std::string& fund, const domain::Date& last);
/// No donation of the day or later shows the master.
void check_not_in_use(
    Records& records, domain::MasterKind kind, const std::string& code, const domain::Date& day);

}  // namespace furusato::application
