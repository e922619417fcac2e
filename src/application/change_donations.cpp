#include "furusato/application/change_donations.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "application/apply_change.hpp"
#include "application/donation_digest.hpp"
#include "application/donation_fields.hpp"
#include "application/payment_links.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationId;
using domain::OperationId;
using domain::Refusal;
using domain::RefusalKind;

constexpr std::size_t kBatchSize = 20;  // about 20 ms of the ledger's only writer
constexpr auto kUndo = "donation.undo";
constexpr auto kGroup = "group:";
constexpr auto kUndone = "undone:";

bool leaves_out_nothing(const DonationFilter& filter)
{
    const bool has_value = filter.portal || filter.state || filter.payment_method || filter.received_from ||
                           filter.received_through || filter.applied_from || filter.applied_through ||
                           filter.tax_year || filter.amount_from || filter.amount_through || filter.purpose ||
                           filter.gift || filter.prefecture || filter.number || filter.donor ||
                           filter.done_by;
    return portal_import::trimmed(filter.search).empty() && !has_value && !filter.only_damaged_names &&
           !filter.only_unreceipted && !filter.only_one_stop && !filter.only_unsettled &&
           !filter.only_resident_gifts && !filter.only_corporate_scheme;
}

std::string kind_of(const BulkChange& change)
{
    return "donation." + (change.event ? std::string{domain::key_of(*change.event)} : std::string{"edit"});
}

}  // namespace

/// What all batches of one change share.
struct ChangeDonations::Run {
    OperationStart start;  // its source_key is set with the first operation
    bool is_preview = false;
};

std::vector<ChangeDonations::Item> ChangeDonations::select(const BulkChange& change)
{
    if (leaves_out_nothing(change.filter)) throw Refusal{RefusalKind::Invalid, "bulk.everything"};
    check_reason(change.reason);
    if (change.event) require_reason(change.reason);
    if (change.event && !change.fields.empty()) throw Refusal{RefusalKind::Invalid, "bulk.two_things"};
    Donation scratch;
    for (const auto& [field, text] : change.fields) set_field(scratch, field, text, rules_.eras);
    const auto apply_all =
        std::make_shared<const Change>([this, change](Records& records, Donation& donation) {
            apply_fields(records, donation, change.fields, rules_.eras);
            if (change.event) apply_end(donation, *change.event, change.caller.business_date);
        });
    std::vector<Item> items;
    ListDonations{store_, rules_.eras, rules_.folds}.execute(
        change.filter, [&](const ListedDonation& listed) {
            items.push_back({listed.donation.id, apply_all});
        });
    return items;
}

BulkItem ChangeDonations::try_change(
    Records& records, const Donation& before, const Change& change, const Run& run, Donation& after) const
{
    BulkItem item{before.number.text(), before.contact.name, before.amount, {}};
    // What stands against one donation is no reason to leave the others.
    try {
        require_finished(records, before);
        after = before;
        change(records, after);
        item.changes = changes_between(before, after);
        if (!item.changes.empty())
            check_change(records, before, after, rules_, {run.start.reason, run.start.business_date});
    } catch (const Refusal& refusal) {
        item.refusal = refusal;
    }
    return item;
}

void ChangeDonations::run_batch(
    const std::vector<Item>& batch, const Run& run, BulkCounts& counts, const Visit& visit)
{
    std::vector<DonationId> ids;
    ids.reserve(batch.size());
    for (const Item& item : batch) ids.push_back(item.id);
    std::vector<BulkItem> results;
    std::vector<Donation> donations;
    const auto try_all = [&](Records& records, const std::function<void(const Donation&, Donation)>& write) {
        results.clear();
        donations = records.donations.find_all(ids);
        const AddressGuard guard{records, Disclosure::Guarded};
        for (const Donation& before : donations) {
            const auto item = std::find_if(
                batch.begin(), batch.end(), [&](const Item& one) { return one.id == before.id; });
            Donation after;
            results.push_back(try_change(records, before, *item->change, run, after));
            if (!results.back().refusal && !results.back().changes.empty()) write(before, std::move(after));
            guard.guard(before.donor, results.back().changes);
        }
    };
    std::int64_t new_lines = 0;
    store_.read([&](Records& records) {
        new_lines = 0;
        try_all(records, [&](const Donation&, const Donation& after) {
            new_lines += std::count_if(after.gifts.begin(), after.gifts.end(),
                [](const domain::GiftLine& line) { return line.id.value == 0; });
        });
    });
    const auto changes = [](const BulkItem& item) { return !item.refusal && !item.changes.empty(); };
    if (!run.is_preview && std::any_of(results.begin(), results.end(), changes)) {
        const auto first = store_.draw_ids(ids_for_changes(donations, new_lines));
        OperationStart start = run.start;
        if (counts.first.value != 0 && start.source_key.empty())
            start.source_key = kGroup + std::to_string(counts.first.value);
        const auto operation =
            trail_.perform(start, [&](Records& records, OperationId id, std::vector<HistoryEntry>& touched) {
                DonationIds next = ids_from(first);
                const DonationWriter writer{digests_, id, start.business_date};
                try_all(records, [&](const Donation& before, Donation after) {
                    const Donation stored = write_change(
                        records, writer, before, std::move(after), id, rules_.folds, next, touched);
                    detach_payments(records, digests_, before, stored, touched);
                });
            });
        if (counts.first.value == 0) counts.first = operation;
    }
    for (const BulkItem& item : results) {
        ++(item.refusal ? counts.refused : item.changes.empty() ? counts.unchanged : counts.changed);
        if (item.refusal || !item.changes.empty()) visit(item);
    }
}

BulkCounts ChangeDonations::run_all(const std::vector<Item>& items, const Run& run, const Visit& visit)
{
    BulkCounts counts;
    for (std::size_t at = 0; at < items.size(); at += kBatchSize) {
        const auto end = std::min(items.size(), at + kBatchSize);
        const std::vector<Item> batch{items.begin() + static_cast<std::ptrdiff_t>(at),
            items.begin() + static_cast<std::ptrdiff_t>(end)};
        run_batch(batch, run, counts, visit);
    }
    return counts;
}

BulkCounts ChangeDonations::preview(const BulkChange& change, const Visit& visit)
{
    const OperationStart start{
        kind_of(change), change.caller.actor, "clerk", "", change.reason, change.caller.business_date};
    return run_all(select(change), {start, true}, visit);
}

BulkCounts ChangeDonations::apply(const BulkChange& change, const Visit& visit)
{
    const OperationStart start{
        kind_of(change), change.caller.actor, "clerk", "", change.reason, change.caller.business_date};
    return run_all(select(change), {start, false}, visit);
}

std::vector<ChangeDonations::Item> ChangeDonations::changes_to_undo(OperationId first)
{
    std::map<std::int64_t, std::vector<FieldChange>> changes;
    store_.read([&](Records& records) {
        changes.clear();
        const std::string number = std::to_string(first.value);
        std::vector<OperationId> group = records.operations.with_source_key(kGroup + number, first);
        group.insert(group.begin(), first);
        const auto for_each_change = [&](OperationId operation, const auto& visit) {
            records.operations.for_each_field(
                operation, [&](const std::string& entity, std::int64_t id, const FieldChange& change) {
                    if (entity == "donation") visit(id, change);
                });
        };
        for (const OperationId operation : group)
            for_each_change(operation,
                [&](std::int64_t id, const FieldChange& change) { changes[id].push_back(change); });
        // What was undone once stays as it is: later changes of the same field are somebody's own.
        for (const OperationId undone : records.operations.with_source_key(kUndone + number, first))
            for_each_change(undone, [&](std::int64_t id, const FieldChange&) { changes.erase(id); });
    });
    std::vector<Item> items;
    items.reserve(changes.size());
    for (auto& [id, fields] : changes) {
        items.push_back(
            {DonationId{id}, std::make_shared<const Change>(
                                 [fields = std::move(fields)](Records& records, Donation& donation) {
                                     put_back(records, donation, fields);
                                 })});
    }
    return items;
}

BulkCounts ChangeDonations::undo(
    OperationId operation, const std::string& reason, const Caller& caller, const Visit& visit)
{
    require_reason(reason);
    check_reason(reason);
    OperationId first = operation;
    store_.read([&](Records& records) {
        const std::string number = std::to_string(operation.value);
        const auto stored = records.operations.find_if_there(operation);
        if (!stored) throw Refusal{RefusalKind::NotFound, "undo.unknown", {{"number", number}}};
        const OperationStart& start = stored->start;
        const bool is_change = start.source == "clerk" && start.kind.rfind("donation.", 0) == 0;
        if (!is_change || start.kind == kUndo || start.kind == "donation.add")
            throw Refusal{RefusalKind::Conflict, "undo.not_possible", {{"number", number}}};
        // Any operation of a bulk change stands for all of it.
        if (start.source_key.rfind(kGroup, 0) == 0)
            first = {std::stoll(start.source_key.substr(std::string_view{kGroup}.size()))};
    });
    const OperationStart start{
        kUndo, caller.actor, "clerk", kUndone + std::to_string(first.value), reason, caller.business_date};
    return run_all(changes_to_undo(first), {start, false}, visit);
}

}  // namespace furusato::application
