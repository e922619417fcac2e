#include "furusato/application/list_donations.hpp"

#include <algorithm>

#include "application/portal_differences.hpp"
#include "application/resident_names.hpp"
#include "application/understand_filter.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/masters.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/application/tickets.hpp"
#include "furusato/domain/receipt_number.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {

namespace {

std::string without_blanks(std::string text)
{
    for (const std::string blank : {" ", "　"}) {
        for (auto at = text.find(blank); at != std::string::npos; at = text.find(blank))
            text.erase(at, blank.size());
    }
    return text;
}

NamesThen names_then(Records& records, const domain::Donation& donation)
{
    using domain::MasterKind;
    const auto name_on = [&](MasterKind kind, std::string_view code) {
        const auto versions = records.masters.versions(kind);
        const auto* version = domain::version_on(versions, code, donation.applied_on);
        return version == nullptr ? std::string{} : version->name;
    };
    NamesThen names;
    names.portal = name_on(MasterKind::Portal, donation.order.portal);
    names.payment_method = name_on(MasterKind::PaymentMethod, domain::key_of(donation.payment_method));
    const auto purposes = records.masters.versions(MasterKind::Purpose);
    for (const auto& share : donation.purposes) {
        NamesThen::Purpose name;
        for (const auto& version : purposes) {
            if (share.version == 0 || version.id != share.version) continue;
            name = {version.name, name_on(MasterKind::Fund, version.fund_code)};
        }
        names.purposes.push_back(std::move(name));
    }
    return names;
}

/// With the party that issues receipts for its portal.
ListedDonation with_issuer(ListedDonation listed, const std::vector<DutyAssignment>& duties)
{
    const domain::Donation& donation = listed.donation;
    listed.receipts_by = duty_holder_on(duties, donation.order.portal, domain::Duty::Receipts,
        donation.received_on.value_or(donation.applied_on));
    return listed;
}

/// What the master calls no gift is none.
bool has_gift_on_its_way(Records& records, const domain::Donation& donation)
{
    const auto versions = records.catalogue.gift_versions();
    const auto is_gift = [&](const domain::GiftLine& line) {
        if (line.shipping_state == "cancelled" || (line.gift_code.empty() && line.gift_name.empty()))
            return false;
        return std::none_of(versions.begin(), versions.end(), [&](const GiftVersion& version) {
            return version.version == line.gift_version && version.gift.is_no_gift();
        });
    };
    return std::any_of(donation.gifts.begin(), donation.gifts.end(), is_gift);
}

DonationDetail detail_of(Records& records, const ListedDonation& found, Disclosure disclosure)
{
    const domain::Donation& donation = found.donation;
    const auto settings = records.settings.all();
    DonationDetail detail{with_issuer(found, records.settings.duties()),
        records.revenue.entries_of(donation.id),
        donation.job.value == 0 ? std::nullopt : records.import_jobs.find(donation.job), {}, false};
    TicketFilter filter;
    filter.donation = donation.id;
    filter.only_unfinished = true;
    detail.match = records.donor_matching.match_of(donation.id);
    detail.payments = records.payments.of_donation(donation.id);
    std::erase_if(
        detail.payments, [](const Payment& payment) { return payment.state != PaymentState::Matched; });
    const AddressGuard guard{records, disclosure};
    detail.tickets = records.tickets.list(filter);
    for (auto& ticket : detail.tickets) guard.guard(ticket);
    detail.portal_differences = portal_differences(records, donation);
    detail.listed.is_address_hidden = guard.guard(detail.listed.donation);
    if (detail.listed.is_address_hidden) return detail;
    const auto record = records.donor_records.find(donation.donor).value_or(domain::DonorRecord{});
    detail.is_resident =
        is_resident_applicant(domain::LocalResidentRule{city_names_of(settings)}, record, donation);
    detail.has_resident_gift = detail.is_resident && has_gift_on_its_way(records, donation);
    return detail;
}

}  // namespace

void ListDonations::understand_search(Records& records, DonationFilter& filter, Asked asked) const
{
    filter.search = portal_import::trimmed(filter.search);
    if (filter.search.empty()) return;
    const std::string folded = portal_import::fold_word(filter.search);
    if (const auto number = domain::DonationNumber::parse(folded)) {
        filter.number = number->text();
        filter.search.clear();
        return;
    }
    if (const auto receipt = domain::ReceiptNumber::parse(folded, eras_)) {
        DonationFilter by_receipt = filter;
        by_receipt.receipt = std::make_pair(receipt->tax_year.value(), receipt->running);
        by_receipt.search.clear();
        // A former system may have counted its receipts in the same form.
        if (records.donations.count(by_receipt) > 0) {
            filter = std::move(by_receipt);
            return;
        }
    }
    filter.terms = portal_import::terms_of_word(filter.search, folds_);
    std::erase_if(filter.terms, [&](const auto& term) { return !records.donors.has_term(term); });
    // Letters keep their case in order numbers, and are typed in small ones.
    const std::string word = without_blanks(portal_import::nfkc(filter.search));
    filter.order_numbers = {word, folded};
    if (!filter.terms.empty() || records.donations.count(filter) > 0) return;
    if (asked == Asked::Anything && !filter.gift && is_gift_code(records, folded)) {
        filter.order_numbers.clear();
        filter.search.clear();
        filter.gift = folded;
        return;
    }
    // In the middle of words no index finds anything, and a look at millions of names takes half a minute.
    constexpr std::int64_t kLookedThrough = 200'000;
    if (records.donations.count_about({}).number > kLookedThrough) return;
    filter.order_numbers.clear();
    filter.search_as_typed = without_blanks(filter.search);
    filter.search = word;
}

void ListDonations::understand(Records& records, DonationFilter& filter, Disclosure disclosure) const
{
    filter.left_out.clear();
    understand_duties(records, filter);
    if (filter.only_resident_gifts || filter.only_corporate_scheme)
        filter.city_names = city_names_of(records.settings.all());
    understand_search(records, filter, Asked::Anything);
    if (disclosure == Disclosure::Guarded) filter.left_out = found_by_place(records, filter);
}

DonationCount ListDonations::count(const DonationFilter& filter, Disclosure disclosure)
{
    DonationCount count;
    store_.read([&](Records& records) {
        DonationFilter understood = filter;
        understand(records, understood, disclosure);
        count = records.donations.count_about(understood);
    });
    return count;
}

bool ListDonations::leaves_out_protected(const DonationFilter& filter, Disclosure disclosure)
{
    bool leaves_out = false;
    store_.read([&](Records& records) {
        DonationFilter understood = filter;
        understand(records, understood, disclosure);
        leaves_out = !understood.left_out.empty();
    });
    return leaves_out;
}

DonationCount ListDonations::execute(const DonationFilter& filter,
    const std::function<void(const ListedDonation&)>& visit, Disclosure disclosure)
{
    DonationCount count;
    std::int64_t shown = 0;
    store_.read([&](Records& records) {
        // What was handed out cannot be taken back.
        if (shown > 0) throw StorageError{"database.unreachable", "lost in the middle of a list"};
        DonationFilter understood = filter;
        understand(records, understood, disclosure);
        const auto duties = records.settings.duties();
        const AddressGuard guard{records, disclosure};
        const auto known = records.donations.for_each(understood, [&](const ListedDonation& listed) {
            ++shown;
            ListedDonation guarded = with_issuer(listed, duties);
            guarded.is_address_hidden = guard.guard(guarded.donation);
            visit(guarded);
        });
        const bool is_all = !filter.after && shown < filter.limit.value_or(INT64_MAX);
        count = is_all  ? DonationCount{shown, true}
                : known ? DonationCount{*known, true}
                        : records.donations.count_about(understood);
        count.number = std::max(count.number, shown);  // an estimate may lie below what everybody sees
    });
    return count;
}

void ListDonations::records(const DonationFilter& filter, const std::vector<DonationColumn>& columns,
    const std::function<void(std::int64_t)>& before_first,
    const std::function<void(const std::vector<std::string_view>&)>& visit, std::string_view hidden,
    Disclosure disclosure)
{
    bool has_begun = false;
    store_.read([&](Records& records) {
        if (has_begun) throw StorageError{"database.unreachable", "lost in the middle of an export"};
        DonationFilter understood = filter;
        understand(records, understood, disclosure);
        const std::int64_t count = records.donations.count(understood);
        has_begun = true;
        before_first(count);
        const AddressGuard guard{records, disclosure};
        if (guard.hides_nobody()) return records.donations.for_each_record(understood, columns, visit);
        // The donor's number comes along and tells whose address is left out.
        std::vector<DonationColumn> with_donor = columns;
        with_donor.push_back(DonationColumn::Donor);
        std::vector<std::string_view> shown;
        records.donations.for_each_record(
            understood, with_donor, [&](const std::vector<std::string_view>& cells) {
                shown.assign(cells.begin(), cells.end() - 1);
                if (guard.hides({std::stoll(std::string{cells.back()})})) {
                    for (std::size_t i = 0; i < columns.size(); ++i) {
                        if (AddressGuard::is_guarded(std::string{key_of(columns[i])})) shown[i] = hidden;
                    }
                }
                visit(shown);
            });
    });
}

DonationDetail ListDonations::show(const std::string& number, Disclosure disclosure)
{
    const std::string wanted = portal_import::fold_word(number);
    std::optional<DonationDetail> detail;
    store_.read([&](Records& records) {
        detail.reset();
        DonationFilter filter;
        filter.search = number;
        understand_search(records, filter, Asked::Number);
        // A number names one donation; a part of a name or of a phone number names nobody.
        std::vector<ListedDonation> found;
        records.donations.for_each(filter, [&](const ListedDonation& listed) {
            const auto& former = listed.donation.former;
            const bool is_wanted =
                portal_import::fold_word(listed.donation.order.order_number) == wanted ||
                (former && (portal_import::fold_word(former->number) == wanted ||
                               portal_import::fold_word(former->receipt_number) == wanted));
            if (filter.number || filter.receipt || is_wanted) found.push_back(listed);
        });
        if (found.size() != 1) return;
        detail = detail_of(records, found.front(), disclosure);
        detail->names = names_then(records, found.front().donation);
    });
    if (!detail)
        throw domain::Refusal{domain::RefusalKind::NotFound, "donation.unknown", {{"number", number}}};
    return *detail;
}

std::vector<RecordedChange> ListDonations::history(const std::string& number, Disclosure disclosure)
{
    const auto donation = show(number).listed.donation;
    std::vector<RecordedChange> changes;
    store_.read([&](Records& records) {
        changes = records.operations.history_of("donation", donation.id.value);
        const AddressGuard guard{records, disclosure};
        for (auto& change : changes) guard.guard(donation.donor, change.fields);
    });
    return changes;
}

}  // namespace furusato::application
