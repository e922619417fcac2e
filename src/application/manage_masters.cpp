#include "furusato/application/manage_masters.hpp"

#include <algorithm>

#include "application/apply_change.hpp"
#include "application/master_checks.hpp"
#include "application/master_digest.hpp"
#include "furusato/domain/payment_method.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Date;
using domain::MasterKind;
using domain::MasterVersion;
using domain::Refusal;
using domain::RefusalKind;

constexpr auto kEndBefore = "end_before";  // in history: the end of the version before

std::string text_of(const std::optional<Date>& day)
{
    return day ? day->iso() : std::string{};
}

std::string points_text(bool gives_points)
{
    return gives_points ? "1" : "0";
}

/// What a version says that another did not, field by field.
std::vector<FieldChange> changes_between(const MasterVersion& before, const MasterVersion& after)
{
    std::vector<FieldChange> changes;
    const auto compare = [&](const char* field, const std::string& old_value, const std::string& new_value) {
        if (old_value != new_value) changes.push_back({field, old_value, new_value});
    };
    compare("name", before.name, after.name);
    compare("fund_code", before.fund_code, after.fund_code);
    compare("gives_points", points_text(before.gives_points), points_text(after.gives_points));
    return changes;
}

[[noreturn]] void refuse(RefusalKind kind, const char* refusal, const std::string& code)
{
    throw Refusal{kind, refusal, {{"code", code}}};
}

[[noreturn]] void refuse_on(const char* refusal, const std::string& code, const Date& day)
{
    throw Refusal{RefusalKind::Conflict, refusal, {{"code", code}, {"day", day.iso()}}};
}

[[noreturn]] void refuse_unset(MasterKind kind, const std::string& code)
{
    // The list shows what has a standard name as well: it is not unknown, there is only nothing to change yet.
    const bool has_standard = kind == MasterKind::Portal || kind == MasterKind::PaymentMethod;
    refuse(RefusalKind::NotFound, has_standard ? "master.standard_only" : "master.unknown", code);
}

/// The newest version, which must be open to what comes after `day`.
const MasterVersion& newest_before(const std::vector<MasterVersion>& versions, const Date& day)
{
    const MasterVersion& newest = versions.back();
    if (day < newest.valid_from) refuse_on("master.planned", newest.code, newest.valid_from);
    if (newest.valid_to && *newest.valid_to < day)
        refuse_on("master.not_in_force", newest.code, *newest.valid_to);
    return newest;
}

}  // namespace

MasterStatus ManageMasters::status_of(const MasterVersion& version, const Date& day) const
{
    if (version.is_withdrawn()) return MasterStatus::Withdrawn;
    if (day < version.valid_from) return MasterStatus::Planned;
    return version.is_in_force(day) ? MasterStatus::InForce : MasterStatus::Past;
}

bool ManageMasters::is_prohibited(MasterKind kind, const MasterVersion& version) const
{
    return kind == MasterKind::Portal && version.gives_points && rules_.points_prohibited_from &&
           !version.is_withdrawn() &&
           (!version.valid_to || *rules_.points_prohibited_from <= *version.valid_to);
}

std::vector<ListedMaster> ManageMasters::list(std::optional<MasterKind> kind, const Date& day)
{
    std::vector<ListedMaster> masters;
    const auto add_standard = [&](MasterKind each, const std::vector<MasterVersion>& versions,
                                  const std::string& code, const std::string& name) {
        if (!domain::versions_of(versions, code).empty()) return;
        MasterVersion version;
        version.code = code;
        version.name = name;
        masters.push_back({each, version, MasterStatus::Standard, false});
    };
    store_.read([&](Records& records) {
        masters.clear();
        for (std::size_t i = 0; i < domain::kMasterKindKeys.size(); ++i) {
            const auto each = static_cast<MasterKind>(i);
            if (kind && *kind != each) continue;
            const auto versions = records.masters.versions(each);
            for (const auto& version : versions)
                masters.push_back({each, version, status_of(version, day), is_prohibited(each, version)});
            if (each == MasterKind::Portal) {
                for (const auto& [code, name] : rules_.portals) add_standard(each, versions, code, name);
            } else if (each == MasterKind::PaymentMethod) {
                for (const auto key : domain::kPaymentMethodKeys)
                    add_standard(each, versions, std::string{key}, "");
            }
        }
    });
    return masters;
}

bool ManageMasters::has_word(const std::string& text, const std::string& word)
{
    return portal_import::fold_word(text).find(portal_import::fold_word(word)) != std::string::npos;
}

std::string ManageMasters::key_of_code(MasterKind kind, const std::string& code) const
{
    const std::string plain{portal_import::trimmed(code)};
    if (kind == MasterKind::Portal && rules_.portals.count(plain) == 0)
        refuse(RefusalKind::NotFound, "master.key_unknown", code);
    if (kind == MasterKind::PaymentMethod && !domain::payment_method_of(plain))
        refuse(RefusalKind::NotFound, "master.key_unknown", code);
    const bool is_key = kind == MasterKind::Portal || kind == MasterKind::PaymentMethod;
    return is_key ? plain : portal_import::fold_word(plain);
}

MasterDetail ManageMasters::show(MasterKind kind, const std::string& code, const Date& day)
{
    const std::string key = key_of_code(kind, code);
    MasterDetail detail;
    for (auto& listed : list(kind, day)) {
        if (listed.version.code == key) detail.versions.push_back(std::move(listed));
    }
    if (detail.versions.empty()) refuse(RefusalKind::NotFound, "master.unknown", code);
    store_.read([&](Records& records) {
        detail.history = records.operations.history_of(
            std::string{domain::key_of(kind)}, detail.versions.front().version.master);
    });
    return detail;
}

HistoryEntry ManageMasters::entry_of(Records& records, MasterKind kind, std::int64_t master,
    const char* action, std::vector<FieldChange> fields) const
{
    return {std::string{domain::key_of(kind)}, master, action,
        digest_of(digests_, kind, of_master(records.masters.versions(kind), master)), std::move(fields)};
}

void ManageMasters::check_addition(Records& records, MasterKind kind, const MasterVersion& version) const
{
    check_texts(kind, version);
    if (kind != MasterKind::Purpose) return;
    check_fund(records, version);
    check_name_is_free(records.masters.versions(kind), version);
}

void ManageMasters::add(const MasterAddition& addition, const Caller& caller)
{
    const MasterKind kind = addition.kind;
    check_reason(addition.reason);
    MasterVersion version{0, 0, key_of_code(kind, addition.code),
        std::string{portal_import::trimmed(addition.name)}, portal_import::fold_word(addition.fund_code),
        addition.gives_points, addition.from, addition.through};
    if (version.is_withdrawn()) refuse(RefusalKind::Invalid, "master.ends_before_start", version.code);
    const std::string name{domain::key_of(kind)};
    const auto ids = store_.draw_ids({{name, 1}, {name + "_version", 1}});
    trail_.perform({"master.add", caller.actor, "clerk", name, addition.reason, caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            MasterVersion added = version;
            const auto all = records.masters.versions(kind);
            const auto known = domain::versions_of(all, added.code);
            if (!known.empty()) {
                const auto& end = known.back().valid_to;
                if (!end || added.valid_from <= *end)
                    refuse_on("master.overlaps", added.code, known.back().valid_from);
                if (end->plus_days(1) < added.valid_from)
                    refuse_on("master.gap", added.code, end->plus_days(1));
            }
            check_addition(records, kind, added);
            // A portal or payment method that is named for the first time was shown by its standard name.
            const auto standard = rules_.portals.find(added.code);
            const bool keeps_name = kind == MasterKind::Portal && standard->second == added.name;
            if (!keeps_name) check_not_in_use(records, kind, added.code, added.valid_from);
            const auto stored = std::find_if(
                all.begin(), all.end(), [&](const auto& other) { return other.code == added.code; });
            const bool is_new = stored == all.end();
            added.id = ids[1];
            added.master = is_new ? ids[0] : stored->master;
            if (is_new) records.masters.add_master(kind, added, operation);
            records.masters.add_version(kind, added, operation);
            auto fields = changes_between({}, added);
            fields.push_back({"valid_from", "", added.valid_from.iso()});
            if (added.valid_to) fields.push_back({"valid_to", "", added.valid_to->iso()});
            touched.push_back(
                entry_of(records, kind, added.master, is_new ? "created" : "changed", std::move(fields)));
        });
}

void ManageMasters::set(const MasterChange& change, const Caller& caller)
{
    const MasterKind kind = change.kind;
    require_reason(change.reason);
    check_reason(change.reason);
    const std::string code = key_of_code(kind, change.code);
    const std::string name{domain::key_of(kind)};
    const auto ids = store_.draw_ids({{name, 1}, {name + "_version", 1}});
    trail_.perform({"master.set", caller.actor, "clerk", name, change.reason, caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const auto known = domain::versions_of(records.masters.versions(kind), code);
            if (known.empty()) refuse_unset(kind, change.code);
            const MasterVersion before = newest_before(known, change.from);
            if (before.valid_from == change.from) refuse_on("master.planned", code, change.from);
            MasterVersion after = before;
            after.id = ids[1];
            after.valid_from = change.from;
            if (change.name) after.name = std::string{portal_import::trimmed(*change.name)};
            if (change.fund_code) after.fund_code = portal_import::fold_word(*change.fund_code);
            if (change.gives_points) after.gives_points = *change.gives_points;
            auto fields = changes_between(before, after);
            if (fields.empty()) refuse(RefusalKind::Invalid, "master.nothing_changed", code);
            check_addition(records, kind, after);
            // Points are not shown with a donation: they may be entered for days that are over.
            if (before.name != after.name || before.fund_code != after.fund_code)
                check_not_in_use(records, kind, code, change.from);
            const Date end = change.from.plus_days(-1);
            records.masters.set_end(kind, before.id, end);
            records.masters.add_version(kind, after, operation);
            fields.push_back({"valid_from", before.valid_from.iso(), after.valid_from.iso()});
            fields.push_back({kEndBefore, text_of(before.valid_to), end.iso()});
            touched.push_back(entry_of(records, kind, after.master, "changed", std::move(fields)));
        });
}

void ManageMasters::end(MasterKind kind, const std::string& code, const Date& last, const std::string& reason,
    const Caller& caller)
{
    require_reason(reason);
    check_reason(reason);
    const std::string key = key_of_code(kind, code);
    trail_.perform({"master.end", caller.actor, "clerk", std::string{domain::key_of(kind)}, reason,
                       caller.business_date},
        [&](Records& records, domain::OperationId, std::vector<HistoryEntry>& touched) {
            const auto known = domain::versions_of(records.masters.versions(kind), key);
            if (known.empty()) refuse_unset(kind, code);
            if (last < known.front().valid_from)
                throw Refusal{RefusalKind::Invalid, "master.ends_before_start", {{"code", key}}};
            const MasterVersion& version = known.back();
            if (last < version.valid_from) refuse_on("master.planned", key, version.valid_from);
            if (version.valid_to == last) refuse(RefusalKind::Invalid, "master.nothing_changed", key);
            check_not_in_use(records, kind, key, last.plus_days(1));
            check_end(records, kind, version, last);
            records.masters.set_end(kind, version.id, last);
            touched.push_back(entry_of(records, kind, version.master, "changed",
                {{"valid_to", text_of(version.valid_to), last.iso()}}));
        });
}

namespace {

/// Whether the version came by `set`, which divides the one before; one that `add` lets begin again divides nothing.
bool was_set(Records& records, MasterKind kind, const MasterVersion& version)
{
    const auto history = records.operations.history_of(std::string{domain::key_of(kind)}, version.master);
    const auto begins = [&](const RecordedChange& change) {
        return std::any_of(change.fields.begin(), change.fields.end(), [&](const FieldChange& field) {
            return field.field == "valid_from" && field.new_value == version.valid_from.iso();
        });
    };
    const auto begun = std::find_if(history.rbegin(), history.rend(), begins);
    return begun != history.rend() && begun->operation.start.kind == "master.set";
}

/// What `set` divided is one version again, up to the end that the newer part has by now.
void go_on(Records& records, MasterKind kind, const MasterVersion& older, const MasterVersion& newest,
    std::vector<FieldChange>& fields)
{
    check_end(records, kind, older, newest.valid_to);
    records.masters.set_end(kind, older.id, newest.valid_to);
    fields.push_back({kEndBefore, text_of(older.valid_to), text_of(newest.valid_to)});
    const auto names = changes_between(newest, older);
    fields.insert(fields.end(), names.begin(), names.end());
}

}  // namespace

void ManageMasters::withdraw(
    MasterKind kind, const std::string& code, const std::string& reason, const Caller& caller)
{
    require_reason(reason);
    check_reason(reason);
    const std::string key = key_of_code(kind, code);
    trail_.perform({"master.withdraw", caller.actor, "clerk", std::string{domain::key_of(kind)}, reason,
                       caller.business_date},
        [&](Records& records, domain::OperationId, std::vector<HistoryEntry>& touched) {
            const auto known = domain::versions_of(records.masters.versions(kind), key);
            if (known.empty()) refuse_unset(kind, code);
            const MasterVersion& newest = known.back();
            // A section is shown by papers and people, not by donations: only one that has not begun was never seen.
            if (kind == MasterKind::Section && newest.valid_from <= caller.business_date)
                refuse_on("master.not_withdrawable", key, newest.valid_from);
            check_not_in_use(records, kind, key, newest.valid_from);
            const Date before = newest.valid_from.plus_days(-1);
            std::vector<FieldChange> fields{{"valid_to", text_of(newest.valid_to), before.iso()}};
            if (known.size() > 1 && was_set(records, kind, newest)) {
                go_on(records, kind, known[known.size() - 2], newest, fields);
            } else {
                // One that began again leaves the end before it as it was.
                const Date last =
                    known.size() > 1 ? known[known.size() - 2].valid_to.value_or(before) : before;
                if (kind == MasterKind::Fund) check_fund_is_free(records, key, last);
            }
            records.masters.set_end(kind, newest.id, before);
            touched.push_back(entry_of(records, kind, newest.master, "changed", std::move(fields)));
        });
}

}  // namespace furusato::application
