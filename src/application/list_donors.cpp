#include "furusato/application/list_donors.hpp"

#include "application/resident_names.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/tickets.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::DonorId;
using domain::DonorRecord;

DonorRecord require_donor(Records& records, DonorId id)
{
    auto record = records.donor_records.find(id);
    if (!record)
        throw domain::Refusal{
            domain::RefusalKind::NotFound, "donor.unknown", {{"number", std::to_string(id.value)}}};
    return *record;
}

std::vector<ListedDonor> donors_on(
    Records& records, const std::vector<DonorId>& ids, const domain::Date& day, Disclosure disclosure)
{
    const auto totals = records.donor_records.totals_of(ids);
    const domain::LocalResidentRule rule{city_names_of(records.settings.all())};
    const AddressGuard guard{records, disclosure};
    std::vector<ListedDonor> donors;
    std::map<DonorId, DonorRecord> found;
    for (auto& record : records.donor_records.find_all(ids)) found[record.donor] = std::move(record);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (found.count(ids[i]) == 0) continue;
        ListedDonor donor{std::move(found[ids[i]]), {}, totals[i].donations, totals[i].amount, false, false};
        donor.contact = domain::contact_on(donor.record, totals[i].telling(), day);
        const auto address = domain::address_of(donor.contact);
        donor.is_address_hidden = guard.guard(donor.record, donor.contact);
        donor.is_resident = !donor.is_address_hidden && rule.is_resident(address, day);
        donors.push_back(std::move(donor));
    }
    return donors;
}

/// What was done to the donor's record, and the merges he was part of, in the order of their operations.
std::vector<RecordedChange> history_with_merges(Records& records, DonorId id)
{
    auto changes = records.operations.history_of("donor", id.value);
    for (const DonorMerge& merge : records.donor_matching.merges_of(id)) {
        const auto of_merge = records.operations.history_of("donor_merge", merge.id);
        changes.insert(changes.end(), of_merge.begin(), of_merge.end());
    }
    std::stable_sort(changes.begin(), changes.end(),
        [](const auto& left, const auto& right) { return left.operation.id < right.operation.id; });
    return changes;
}

/// Whether the donor told another address after the day from which the recorded one holds: somebody should ask.
bool tells_another_address(
    const DonorRecord& record, const std::vector<ListedDonation>& donations, const domain::Date& day)
{
    const auto* recorded = in_force(record.addresses_of(domain::AddressKind::Registered), day);
    if (recorded == nullptr) return false;
    return std::any_of(donations.begin(), donations.end(), [&](const ListedDonation& listed) {
        const domain::Donation& donation = listed.donation;
        return !donation.masked_on && donation.applied_on > recorded->valid_from &&
               donation.applied_on <= day && !(domain::address_of(donation.contact) == recorded->value);
    });
}

}  // namespace

DonorPage ListDonors::list(const DonorRequest& request)
{
    DonorPage page;
    store_.read([&](Records& records) {
        page = {};
        DonationFilter filter;
        filter.search = request.search;
        donations_.understand(records, filter, request.disclosure);
        page.total = records.donor_records.count_donors_of(filter);
        auto ids =
            records.donor_records.donors_of(filter, request.after.value_or(DonorId{}), request.limit + 1);
        if (static_cast<std::int64_t>(ids.size()) > request.limit) {
            ids.pop_back();
            page.next = ids.empty() ? DonorId{} : ids.back();
        }
        page.donors = donors_on(records, ids, request.day, request.disclosure);
    });
    return page;
}

std::vector<ListedDonor> ListDonors::find(
    const std::vector<DonorId>& ids, const domain::Date& day, Disclosure disclosure)
{
    std::vector<ListedDonor> donors;
    store_.read([&](Records& records) { donors = donors_on(records, ids, day, disclosure); });
    return donors;
}

DonorDetail ListDonors::show(DonorId asked, const domain::Date& day, Disclosure disclosure)
{
    DonorDetail detail;
    store_.read([&](Records& records) {
        detail = {};
        const DonorId id = records.donor_matching.survivor_of(asked);
        const DonorRecord record = require_donor(records, id);
        detail.merged = records.donor_matching.group_of(id);
        detail.merged.erase(detail.merged.begin());
        detail.donor = donors_on(records, {id}, day, disclosure).front();
        DonationFilter filter;
        filter.donor = id;
        records.donations.for_each(
            filter, [&](const ListedDonation& listed) { detail.donations.push_back(listed); });
        detail.told_another_address = tells_another_address(record, detail.donations, day);
        const AddressGuard guard{records, disclosure};
        const auto duties = records.settings.duties();
        for (ListedDonation& listed : detail.donations) {
            domain::Donation& donation = listed.donation;
            listed.is_address_hidden = guard.guard(donation);
            listed.receipts_by = duty_holder_on(duties, donation.order.portal, domain::Duty::Receipts,
                donation.received_on.value_or(donation.applied_on));
            if (donation.state != domain::DonationState::Received) continue;
            DonorYear& year = detail.years[domain::TaxYear::of(*donation.received_on).value()];
            ++year.donations;
            year.amount += donation.amount;
        }
        TicketFilter open;
        open.donor = id;
        open.only_unfinished = true;
        detail.tickets = records.tickets.list(open);
        for (auto& ticket : detail.tickets) guard.guard(ticket);
    });
    return detail;
}

DonorId ListDonors::donor_of(const std::string& number)
{
    return donations_.show(number).listed.donation.donor;
}

std::vector<RecordedChange> ListDonors::history(DonorId id, Disclosure disclosure)
{
    std::vector<RecordedChange> changes;
    store_.read([&](Records& records) {
        require_donor(records, id);
        changes = history_with_merges(records, id);
        const AddressGuard guard{records, disclosure};
        for (auto& change : changes) guard.guard(id, change.fields);
    });
    return changes;
}

}  // namespace furusato::application
