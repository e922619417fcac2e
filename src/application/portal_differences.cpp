#include "application/portal_differences.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "application/restore_field.hpp"

namespace furusato::application {
namespace {

constexpr std::array<std::string_view, 4> kMarked{"amount_yen", "applied_on", "paid_on", "received_on"};

}  // namespace

std::vector<FieldChange> portal_differences(Records& records, const domain::Donation& donation)
{
    if (donation.job.value == 0 || donation.version == 1) return {};
    const auto by_clerks = records.operations.fields_set_by_clerks("donation", donation.id.value);
    std::map<std::string, std::string> told;
    for (const RecordedChange& change : records.operations.history_of("donation", donation.id.value)) {
        const bool is_portal = change.operation.start.source != "clerk";
        for (const FieldChange& field : change.fields) {
            // What stood there before the first change is what the file brought.
            told.emplace(field.field, field.old_value);
            if (is_portal) told[field.field] = field.new_value;
        }
    }
    std::vector<FieldChange> differences;
    for (const auto& [field, value] : told) {
        const bool is_marked = std::find(kMarked.begin(), kMarked.end(), field) != kMarked.end();
        const std::string ours = stored_text(donation, field);
        // A day that the portal has not told yet is no difference: the money came by another way.
        if (is_marked && by_clerks.count(field) != 0 && !value.empty() && value != ours)
            differences.push_back({field, value, ours});
    }
    return differences;
}

}  // namespace furusato::application
