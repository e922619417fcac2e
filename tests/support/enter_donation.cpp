#include "application/donation_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/portal_import/search_terms.hpp"
#include "support/ledger.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using application::Records;

/// Gives every part of a donation its id.
void draw_ids(application::Store& store, domain::Donation& donation)
{
    donation.id = {store.draw_ids("donation", 1)};
    donation.donor = {store.draw_ids("donor", 1)};
    donation.contact_id = {store.draw_ids("contact", 1)};
    if (donation.documents_contact) donation.documents_contact_id = {store.draw_ids("contact", 1)};
    const auto year = domain::FiscalYear::of(donation.applied_on);
    donation.number = {year, store.draw_ids("donation_number:" + std::to_string(year.value()), 1)};
    if (donation.order.order_number.empty())
        donation.order.order_number = "H" + std::to_string(donation.id.value);
    int line_number = 0;
    for (auto& line : donation.gifts) {
        line.id = {store.draw_ids("gift_line", 1)};
        line.line_number = ++line_number;
        if (line.recipient) line.recipient_id = {store.draw_ids("contact", 1)};
    }
}

std::vector<application::NewContact> contacts_of(const domain::Donation& donation)
{
    std::vector<application::NewContact> contacts{{donation.contact_id, donation.contact}};
    if (donation.documents_contact) {
        contacts.push_back({donation.documents_contact_id, *donation.documents_contact});
    }
    for (const auto& line : donation.gifts) {
        if (line.recipient) contacts.push_back({line.recipient_id, *line.recipient});
    }
    return contacts;
}

/// Enters the receipt of the money, if it came; gives the donation's entries.
std::vector<application::RevenueEntry> enter_revenue(
    Records& records, const domain::Donation& donation, std::int64_t entry_id)
{
    if (donation.state != domain::DonationState::Received) return {};
    const application::RevenueEntry entry{entry_id, donation.id, "received", "received",
        *donation.received_on, donation.amount, 1, donation.created_by};
    records.revenue.add_entries({entry});
    application::RevenueDays days;
    application::add_to_days(days, entry, donation);
    records.revenue.add_days(donation.created_by, days);
    const auto codes = application::gift_codes_of(donation);
    if (codes.size() > 1) records.revenue.add_gift_sets({{application::gift_set_key(codes), codes}});
    return {entry};
}

}  // namespace

domain::OperationId Ledger::an_operation(OperationEnd end, const std::string& kind)
{
    const domain::OperationId id{store_->draw_ids("operation", 1)};
    const application::AuditTrail trail{*store_, *digests_, clock};
    store_->write(application::Durability::Confirmed, [&](Records& records) {
        records.operations.begin(id, {kind, "周南", "clerk", "", "", business_date}, clock.now_utc());
        if (end == OperationEnd::Done) trail.close(records, id, trail.seal(records, id));
    });
    return id;
}

domain::Donation Ledger::enter(domain::Donation donation, OperationEnd end)
{
    draw_ids(*store_, donation);
    donation.created_by = donation.changed_by = an_operation(OperationEnd::Open);
    const std::int64_t entry_id = store_->draw_ids("revenue_entry", 1);
    const application::AuditTrail trail{*store_, *digests_, clock};
    store_->write(application::Durability::Confirmed, [&](Records& records) {
        records.donors.add_contacts(contacts_of(donation));
        application::DonorFacts facts;
        facts.id = donation.donor;
        facts.kind = donation.donor_kind;
        facts.contact = donation.contact_id;
        facts.contact_hash = digests_->keyed_number(application::record_text(donation.contact));
        records.donors.add({{facts, {}, donation.created_by,
            portal_import::search_terms(donation.contact, shipped_import_rules().folds)}});
        records.donations.add({donation});
        const auto entries = enter_revenue(records, donation, entry_id);
        const std::string digest = application::digest_of(*digests_, donation, entries);
        records.operations.add_history(
            donation.created_by, {{"donation", donation.id.value, "created", digest, {}}});
        if (end == OperationEnd::Open) return;
        trail.close(records, donation.created_by, trail.seal(records, donation.created_by));
    });
    return donation;
}

}  // namespace furusato::tests
