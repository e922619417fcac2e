#include "furusato/application/manage_settings.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "application/apply_change.hpp"
#include "application/row_digests.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/domain/thousand_yen.hpp"

namespace furusato::application {
namespace {

constexpr std::array<std::string_view, 18> kNames{"city_code", "city_name", "corporate_number",
    "programme_name", "issuer_title", "issuer_name", "seal_file", "seal_version", "section",
    "section_postal_code", "section_address", "section_phone", "resident_prefecture", "resident_city",
    "sample", "seal_approval", "thousand_yen_rounding", "expected_portals"};

// What stands on a receipt, as IssueReceipts::issuer_on takes it.
constexpr std::array<std::string_view, 11> kPrintedNames{"city_name", "programme_name", "issuer_title",
    "issuer_name", "seal_file", "seal_version", "section", "section_postal_code", "section_address",
    "section_phone", "sample"};

bool is_printed(const std::string& name)
{
    return std::find(kPrintedNames.begin(), kPrintedNames.end(), name) != kPrintedNames.end();
}

void refuse_unknown_word(const CitySetting& setting)
{
    if (setting.name == "thousand_yen_rounding" && !domain::thousand_rounding_of(setting.value))
        throw domain::Refusal{domain::RefusalKind::Invalid, "setting.word_unknown",
            {{"name", setting.name}, {"value", setting.value}, {"allowed", "down, half_up"}}};
}

}  // namespace

std::vector<CitySetting> ManageSettings::list()
{
    std::vector<CitySetting> settings;
    store_.read([&](Records& records) { settings = records.settings.all(); });
    return settings;
}

std::vector<DutyAssignment> ManageSettings::duties()
{
    std::vector<DutyAssignment> duties;
    store_.read([&](Records& records) { duties = records.settings.duties(); });
    return duties;
}

/// A receipt names the mayor in office on its day (rules.md 0.7): what is on paper is not to be contradicted by the ledger.
void ManageSettings::check_receipts(Records& records, const CitySetting& setting)
{
    if (!is_printed(setting.name)) return;
    const auto settings = records.settings.all();
    if (setting_on(settings, setting.name, setting.valid_from) == setting.value) return;
    std::optional<domain::Date> next;
    for (const auto& other : settings) {
        const bool follows = other.name == setting.name && setting.valid_from < other.valid_from;
        if (follows && (!next || other.valid_from < *next)) next = other.valid_from;
    }
    const auto issued = records.receipts.issued_between(setting.valid_from, next);
    if (!issued) return;
    throw domain::Refusal{domain::RefusalKind::Conflict, "setting.receipts_issued",
        {{"name", setting.name}, {"from", setting.valid_from.iso()}, {"day", issued->last.iso()},
            {"count", std::to_string(issued->receipts)}}};
}

void ManageSettings::set(const CitySetting& setting, const Caller& caller, const std::string& reason)
{
    check_reason(reason);
    if (std::find(kNames.begin(), kNames.end(), setting.name) == kNames.end()) {
        throw domain::Refusal{domain::RefusalKind::NotFound, "setting.unknown", {{"code", setting.name}}};
    }
    refuse_unknown_word(setting);
    trail_.perform({"setting.set", caller.actor, "clerk", setting.name, reason, caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const std::string before = setting_on(records.settings.all(), setting.name, setting.valid_from);
            check_receipts(records, setting);
            records.settings.set(setting, operation);
            touched.push_back(entry_of(digests_, setting, before));
        });
}

void ManageSettings::set_duty(
    const DutyAssignment& assignment, const Caller& caller, const std::string& reason)
{
    check_reason(reason);
    if (assignment.duty == domain::Duty::Receipts && assignment.valid_from < caller.business_date)
        require_reason(reason);
    trail_.perform({"duty.set", caller.actor, "clerk", assignment.portal, reason, caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const auto duties = records.settings.duties();
            const bool is_there = std::any_of(duties.begin(), duties.end(), [&](const DutyAssignment& other) {
                return other.portal == assignment.portal && other.duty == assignment.duty &&
                       other.valid_from == assignment.valid_from && other.holder == assignment.holder;
            });
            if (is_there) throw domain::Refusal{domain::RefusalKind::Invalid, "duty.nothing_changed"};
            const auto before =
                duty_holder_on(duties, assignment.portal, assignment.duty, assignment.valid_from);
            records.settings.set_duty(assignment, operation);
            touched.push_back(entry_of(digests_, assignment, std::string{domain::key_of(before)}));
        });
}

}  // namespace furusato::application
