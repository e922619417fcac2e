#include "furusato/application/edit_donor.hpp"

#include <algorithm>

#include "application/apply_change.hpp"
#include "application/donor_digest.hpp"
#include "application/donor_fields.hpp"
#include "application/donor_timelines.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {
namespace {

using domain::Address;
using domain::AddressKind;
using domain::DonorRecord;
using domain::Refusal;
using domain::RefusalKind;
using Fields = std::map<std::string, std::string>;

/// The days on which names and addresses of a change hold.
struct Period {
    domain::Date from{2000, 1, 1};
    std::optional<domain::Date> to;
};

bool is_part_of(const std::string& field, AddressKind kind)
{
    return field.starts_with(std::string{domain::key_of(kind)} + ".");
}

bool names_field(const DonorChange& change, const std::function<bool(const std::string&)>& is_wanted)
{
    return std::any_of(change.fields.begin(), change.fields.end(),
        [&](const auto& typed) { return is_wanted(typed.first); });
}

/// An address of somewhere else does not keep the finer parts of the old one, nor its postal code: they would go onto labels. A part
/// that was empty before is an address completed.
void leave_old_parts(Fields& wanted, const Fields& old_fields, const Fields& typed)
{
    for (const std::string_view kind : domain::kAddressKindKeys) {
        const auto field_of = [&](const char* part) { return std::string{kind} + "." + part; };
        bool is_elsewhere = false;
        for (const char* part : {"prefecture", "city", "street"}) {
            const std::string field = field_of(part);
            const std::string& old_value = old_fields.at(field);
            if (typed.count(field) == 0) {
                if (is_elsewhere) wanted[field].clear();
            } else if (!old_value.empty() && typed.at(field) != old_value) {
                is_elsewhere = true;
            }
        }
        if (!is_elsewhere) continue;
        for (const char* part : {"postal_code", "building"}) {
            if (typed.count(field_of(part)) == 0) wanted[field_of(part)].clear();
        }
    }
}

Address address_of(const Fields& fields, AddressKind kind)
{
    const auto part = [&](const char* name) {
        const auto found = fields.find(std::string{domain::key_of(kind)} + "." + name);
        return found == fields.end() ? std::string{} : found->second;
    };
    return {part("addressee"), part("postal_code"), part("prefecture"), part("city"), part("street"),
        part("building")};
}

void apply(DonorRecord& record, const DonorChange& change, const Fields& fields, const Period& period)
{
    const auto is_name = [](const std::string& field) { return field == "name" || field == "kana"; };
    if (names_field(change, is_name))
        place_joined<domain::PersonName>(
            record.names, {period.from, period.to, {fields.at("name"), fields.at("kana")}});
    for (const auto kind : {AddressKind::Registered, AddressKind::Delivery, AddressKind::Documents}) {
        if (names_field(change, [&](const std::string& field) { return is_part_of(field, kind); }))
            place_joined<Address>(
                record.addresses_of(kind), {period.from, period.to, address_of(fields, kind)});
    }
    for (const AddressKind kind : change.ended)
        place_joined<Address>(record.addresses_of(kind), {period.from, period.to, Address{}});
    for (const auto& [field, typed] : change.fields) {
        if (field == "phone") record.phone = fields.at(field);
        if (field == "mail") record.mail = fields.at(field);
        if (field == "remark") record.remark = fields.at(field);
        if (field == "mail_opt_out") record.mail_opt_out = fields.at(field) == "1";
        if (field == "address_protected") record.address_protected = fields.at(field) == "1";
    }
}

/// Nothing is kept of a donor who is part of another one.
void refuse_merged(Records& records, domain::DonorId donor)
{
    const auto survivor = records.donor_matching.survivor_of(donor);
    if (survivor != donor)
        throw Refusal{RefusalKind::Conflict, "donor.merged",
            {{"number", std::to_string(donor.value)}, {"survivor", std::to_string(survivor.value)}}};
}

/// The stored and the typed value of the first field that this clerk and somebody since the version on his screen changed.
[[noreturn]] void refuse_stale(
    Records& records, const DonorRecord& stored, const Fields& stored_fields, const DonorChange& change)
{
    const auto history = records.operations.history_of("donor", stored.donor.value);
    const bool is_guarded = AddressGuard{records, Disclosure::Guarded}.hides(stored.donor);
    Refusal::Details details{
        {"number", std::to_string(stored.donor.value)}, {"version", std::to_string(stored.version)}};
    const auto seen = static_cast<std::size_t>(std::max(0, change.version.value_or(1) - 1));
    for (const auto& [field, typed] : change.fields) {
        for (std::size_t at = seen; at < history.size(); ++at) {
            const auto& changed = history[at].fields;
            const auto is_field = [&, &name = field](const FieldChange& other) {
                return other.field == name || other.field == history_field_of(name);
            };
            if (std::none_of(changed.begin(), changed.end(), is_field)) continue;
            const bool is_hidden = is_guarded && AddressGuard::is_guarded(field);
            details.insert(
                details.end(), {{"field", field}, {"theirs", is_hidden ? kHidden : stored_fields.at(field)},
                                   {"yours", typed}});
            throw Refusal{RefusalKind::Conflict, "donor.changed_meanwhile", details};
        }
    }
    throw Refusal{RefusalKind::Conflict, "donor.changed_elsewhere", details};
}

Period period_of(const DonorChange& change)
{
    const Period period{change.valid_from.value_or(change.caller.business_date), change.valid_to};
    if (period.to && *period.to < period.from) throw Refusal{RefusalKind::Invalid, "donor.period"};
    for (const AddressKind kind : change.ended) {
        if (kind == AddressKind::Registered)
            throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", "registered.city"}}};
    }
    return period;
}

/// The donor is found by his new name, telephone and mail as by the old ones.
void add_terms(
    Records& records, const DonorRecord& record, const Fields& fields, const portal_import::NameFolds& folds)
{
    domain::Contact contact;
    contact.name = fields.at("name");
    contact.kana = fields.at("kana");
    contact.phone = fields.at("phone");
    contact.mail = fields.at("mail");
    contact.postal_code = fields.at("registered.postal_code");
    std::vector<DonorTerm> terms;
    for (auto& term : portal_import::search_terms(contact, folds))
        terms.push_back({record.donor, std::move(term)});
    records.donors.add_terms(terms);
}

}  // namespace

ChangedDonor EditDonor::execute(const DonorChange& change)
{
    require_reason(change.reason);
    check_reason(change.reason);
    const Period period = period_of(change);
    Fields typed;
    for (const auto& [field, text] : change.fields) typed[field] = donor_field_value(field, text, eras_);
    ChangedDonor changed;
    const OperationStart start{
        "donor.edit", change.caller.actor, "clerk", "", change.reason, change.caller.business_date};
    changed.operation = trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const auto before = records.donor_records.find(change.donor);
            if (!before)
                throw Refusal{
                    RefusalKind::NotFound, "donor.unknown", {{"number", std::to_string(change.donor.value)}}};
            refuse_merged(records, change.donor);
            const auto totals = records.donor_records.totals_of({change.donor}).front();
            if (totals.is_wholly_erased())
                throw Refusal{
                    RefusalKind::Conflict, "donor.erased", {{"number", std::to_string(change.donor.value)}}};
            const auto& stated = totals.stated;
            const Fields old_fields = donor_fields_on(*before, stated, period.from);
            if (change.version && *change.version != before->version)
                refuse_stale(records, *before, old_fields, change);
            Fields wanted = old_fields;
            for (const auto& [field, value] : typed) wanted[field] = value;
            leave_old_parts(wanted, old_fields, typed);
            DonorRecord after = *before;
            apply(after, change, wanted, period);
            if (digest_of(digests_, after) == digest_of(digests_, *before))
                throw Refusal{RefusalKind::Invalid, "donor.nothing_changed"};
            ++after.version;
            after.changed_by = operation;
            if (!records.donor_records.save(after)) refuse_stale(records, *before, old_fields, change);
            add_terms(records, after, wanted, folds_);
            changed.changes = donor_changes(*before, after, stated, period.from);
            touched.push_back(
                {"donor", after.donor.value, "changed", digest_of(digests_, after), changed.changes});
            AddressGuard{records, Disclosure::Guarded}.guard(after.donor, changed.changes);
            changed.record = std::move(after);
        });
    return changed;
}

}  // namespace furusato::application
