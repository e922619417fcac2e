#include "application/row_digests.hpp"

#include <algorithm>

namespace furusato::application {
namespace {

constexpr char kSeparator = '\x1f';

std::string text_of(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts) text += part + kSeparator;
    return text;
}

std::string day(const std::optional<domain::Date>& date)
{
    return date ? date->iso() : std::string{};
}

std::string yen(domain::Yen amount)
{
    return std::to_string(amount.amount());
}

template <class Version>
std::vector<Version> in_order_of_entry(std::vector<Version> versions)
{
    std::sort(versions.begin(), versions.end(),
        [](const Version& left, const Version& right) { return left.version < right.version; });
    return versions;
}

}  // namespace

HistoryEntry entry_of(const Digests& digests, const CitySetting& setting, const std::string& before)
{
    const std::string day = setting.valid_from.iso();
    return {"setting", digests.keyed_number(text_of({"setting", setting.name, day})), "changed",
        digests.keyed_hex(text_of({"setting", setting.name, day, setting.value})),
        {{setting.name + " " + day, before, setting.value}}};
}

HistoryEntry entry_of(const Digests& digests, const DutyAssignment& duty, const std::string& before)
{
    const std::string name = std::string{domain::key_of(duty.duty)} + " " + duty.valid_from.iso();
    const std::string holder{domain::key_of(duty.holder)};
    return {"duty", digests.keyed_number(text_of({"duty", duty.portal, name})), "changed",
        digests.keyed_hex(text_of({"duty", duty.portal, name, holder})), {{name, before, holder}}};
}

HistoryEntry entry_of(const Digests& digests, const Target& target)
{
    return {"target", target.id, "created",
        digests.keyed_hex(text_of({"target", std::to_string(target.id), key_of(target.kind),
            std::to_string(target.fiscal_year.value()), target.month ? target.month->iso() : "",
            yen(target.amount), target.entered_on.iso(), target.note})),
        {}};
}

HistoryEntry entry_of(const Digests& digests, const domain::Campaign& campaign, const char* action,
    std::vector<FieldChange> fields)
{
    std::string text = text_of({"campaign", std::to_string(campaign.id.value), campaign.code, campaign.name,
        campaign.policy_measure, campaign.starts_on.iso(), campaign.ends_on.iso()});
    for (const auto& channel : campaign.channels) text += text_of({"channel", channel});
    for (const auto& link : campaign.gifts)
        text += text_of({"gift", link.gift_code, link.starts_on.iso(), link.ends_on.iso()});
    return {"campaign", campaign.id.value, action, digests.keyed_hex(text), std::move(fields)};
}

HistoryEntry entry_of(
    const Digests& digests, const std::vector<GiftVersion>& versions_of_gift, const char* action)
{
    std::string text = "gift";
    for (const auto& [version, gift] : in_order_of_entry(versions_of_gift)) {
        text += text_of({"", std::to_string(version), std::to_string(gift.id.value), gift.code, gift.name,
            gift.delivery_name, gift.supplier_code, yen(gift.required_donation), yen(gift.procurement_cost),
            gift.category, gift.brand_mark, gift.valid_from.iso(), day(gift.valid_to)});
    }
    return {"gift", versions_of_gift.front().gift.id.value, action, digests.keyed_hex(text), {}};
}

HistoryEntry entry_of(
    const Digests& digests, const std::vector<SupplierVersion>& versions_of_supplier, const char* action)
{
    std::string text = "supplier";
    for (const auto& each : in_order_of_entry(versions_of_supplier)) {
        text += text_of({"", std::to_string(each.version), std::to_string(each.supplier), each.code,
            each.name, each.valid_from.iso(), day(each.valid_to)});
    }
    return {"supplier", versions_of_supplier.front().supplier, action, digests.keyed_hex(text), {}};
}

HistoryEntry entry_of(Records& records, const Digests& digests, const ImportJob& job)
{
    // The cells and records themselves stand in the archived file, and retention empties them.
    const auto issues = digests.sha256();
    records.import_jobs.for_each_issue(job.id, [&](const portal_import::RowIssue& issue) {
        const bool is_held = issue.weight == portal_import::IssueWeight::Held;
        issues->add(text_of({std::to_string(issue.line), std::to_string(issue.row), issue.column, issue.code,
            is_held ? "held" : "error"}));
    });
    return {"import_job", job.id.value, "created",
        digests.keyed_hex(
            text_of({"import_job", std::to_string(job.id.value), std::to_string(job.operation.value),
                job.portal, job.state, job.file_name, job.sha256, std::to_string(job.bytes), job.encoding,
                std::to_string(job.forced_encoding), job.business_date.iso(), job.archive_file,
                job.started_at, job.finished_at, job.summary, issues->hex()})),
        {}};
}

}  // namespace furusato::application
