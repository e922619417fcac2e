#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/operations.hpp"
#include "furusato/domain/donor_record.hpp"

namespace furusato::application {

/// The history's field for what holds on days: "registered.address" and the like, or "dated_name". Its values have a line for each
/// stretch of days, "2024-03-01～2024-06-30 …", the old and the new one of the same days in the same place.
std::string dated_field(domain::AddressKind kind);
inline constexpr auto kDatedName = "dated_name";

/// The history's field under which a change of a typed field of a donor stands.
std::string history_field_of(const std::string& field);

/// What a change makes of the names and addresses, day by day.
std::vector<FieldChange> dated_changes(const domain::DonorRecord& before, const domain::DonorRecord& after,
    const std::vector<domain::StatedContact>& stated);

/// All that a change makes of a record, fields that hold on no days as they stand on this one.
std::vector<FieldChange> donor_changes(const domain::DonorRecord& before, const domain::DonorRecord& after,
    const std::vector<domain::StatedContact>& stated, const domain::Date& day);

/// Puts a value into its days; neighbours that say the same become one, so that the same days are always kept in one way.
template <class Value>
void place_joined(domain::Timeline<Value>& timeline, domain::Dated<Value> added)
{
    domain::place(timeline, std::move(added));
    domain::Timeline<Value> joined;
    for (auto& dated : timeline) {
        const bool continues = !joined.empty() && joined.back().valid_to &&
                               joined.back().valid_to->plus_days(1) == dated.valid_from &&
                               joined.back().value == dated.value;
        if (continues)
            joined.back().valid_to = dated.valid_to;
        else
            joined.push_back(std::move(dated));
    }
    timeline = std::move(joined);
}

}  // namespace furusato::application
