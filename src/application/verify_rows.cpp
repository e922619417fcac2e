#include "application/verify_rows.hpp"

#include <map>
#include <set>

#include "application/row_digests.hpp"

namespace furusato::application {
namespace {

/// The records of one kind that history knows, each to be taken once.
class KnownRows {
public:
    KnownRows(Records& records, const std::string& entity, const AddFinding& add)
        : records_{records}, entity_{entity}, add_{add}
    {
        records.operations.for_each_newest_digest(
            entity, [this](std::int64_t id, const std::string& digest, int) { digests_[id] = digest; });
    }
    void take(const HistoryEntry& expected, const std::string& name)
    {
        const auto known = digests_.extract(expected.entity_id);
        if (known.empty() || known.mapped() != expected.digest)
            add_("verify.row_changed", entity_ + " " + name);
    }
    void name_missing()
    {
        for (const auto& [id, digest] : digests_) add_("verify.row_missing", entity_ + " " + name_of(id));
    }

private:
    /// Settings and duties have no number of their own: history calls them by name and day.
    std::string name_of(std::int64_t id)
    {
        const auto history = records_.operations.history_of(entity_, id);
        if (history.empty() || history.back().fields.empty()) return std::to_string(id);
        const std::string& key = history.back().operation.start.source_key;
        return (entity_ == "duty" && !key.empty() ? key + " " : "") + history.back().fields.front().field;
    }

    Records& records_;
    std::string entity_;
    const AddFinding& add_;
    std::map<std::int64_t, std::string> digests_;
};

}  // namespace

void check_settings(Records& records, const Digests& digests, const AddFinding& add)
{
    KnownRows known{records, "setting", add};
    for (const CitySetting& setting : records.settings.all())
        known.take(entry_of(digests, setting, ""), setting.name + " " + setting.valid_from.iso());
    known.name_missing();
}

void check_duties(Records& records, const Digests& digests, const AddFinding& add)
{
    KnownRows known{records, "duty", add};
    for (const DutyAssignment& duty : records.settings.duties()) {
        known.take(entry_of(digests, duty, ""),
            duty.portal + " " + std::string{domain::key_of(duty.duty)} + " " + duty.valid_from.iso());
    }
    known.name_missing();
}

void check_gifts(Records& records, const Digests& digests, const AddFinding& add)
{
    KnownRows known{records, "gift", add};
    const auto id_of = [](const GiftVersion& version) { return version.gift.id.value; };
    for (const auto& versions : grouped(records.catalogue.gift_versions(), id_of))
        known.take(entry_of(digests, versions, ""), versions.front().gift.code);
    known.name_missing();
}

void check_suppliers(Records& records, const Digests& digests, const AddFinding& add)
{
    KnownRows known{records, "supplier", add};
    const auto id_of = [](const SupplierVersion& version) { return version.supplier; };
    for (const auto& versions : grouped(records.catalogue.supplier_versions(), id_of))
        known.take(entry_of(digests, versions, ""), versions.front().code);
    known.name_missing();
}

void check_campaigns(Records& records, const Digests& digests, const AddFinding& add)
{
    KnownRows known{records, "campaign", add};
    for (const auto& campaign : records.catalogue.campaigns())
        known.take(entry_of(digests, campaign, ""), campaign.code);
    known.name_missing();
}

void check_targets(Records& records, const Digests& digests, const AddFinding& add)
{
    KnownRows known{records, "target", add};
    for (const Target& target : records.targets.list(std::nullopt))
        known.take(entry_of(digests, target), std::to_string(target.id));
    known.name_missing();
}

void check_import_jobs(Records& records, const Digests& digests, const AddFinding& add)
{
    std::set<std::int64_t> open;
    for (const ImportJob& job : records.import_jobs.unfinished()) open.insert(job.id.value);
    KnownRows known{records, "import_job", add};
    for (const ImportJob& job : records.import_jobs.list(std::nullopt)) {
        if (open.count(job.id.value) == 0)
            known.take(entry_of(records, digests, job), std::to_string(job.id.value));
    }
    known.name_missing();
}

}  // namespace furusato::application
