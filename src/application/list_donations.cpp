#include "furusato/application/list_donations.hpp"

#include "furusato/domain/receipt_number.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

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

}  // namespace

void ListDonations::understand_search(DonationFilter& filter) const
{
    if (filter.search.empty()) return;
    const std::string folded = portal_import::fold_word(filter.search);
    if (const auto number = domain::DonationNumber::parse(folded)) {
        filter.number = number->text();
        filter.search.clear();
    } else if (const auto receipt = domain::ReceiptNumber::parse(folded, eras_)) {
        filter.receipt = std::make_pair(receipt->tax_year.value(), receipt->running);
        filter.search.clear();
    } else {
        // Half-width, without blanks, as names are compared; letters keep their case for order numbers and mail addresses.
        std::string word;
        for (const char letter : portal_import::nfkc(filter.search)) {
            if (letter != ' ') word += letter;
        }
        filter.search_as_typed = without_blanks(filter.search);
        filter.search = word;
    }
}

void ListDonations::execute(DonationFilter filter, const std::function<void(std::int64_t)>& before_first,
    const std::function<void(const ListedDonation&)>& visit)
{
    understand_search(filter);
    bool has_begun = false;
    store_.read([&](Records& records) {
        // What was handed out cannot be taken back.
        if (has_begun) throw StorageError{"database.unreachable", "lost in the middle of a list"};
        const std::int64_t count = records.donations.count(filter);
        has_begun = true;
        before_first(count);
        records.donations.for_each(filter, visit);
    });
}

DonationDetail ListDonations::show(const std::string& number)
{
    DonationFilter filter;
    filter.search = number;
    understand_search(filter);
    // A number names one donation; a part of a name or of a phone number names nobody.
    const auto is_order = [&](const ListedDonation& listed) {
        return portal_import::fold_word(listed.donation.order.order_number) ==
               portal_import::fold_word(number);
    };
    std::optional<DonationDetail> detail;
    store_.read([&](Records& records) {
        std::vector<ListedDonation> found;
        records.donations.for_each(filter, [&](const ListedDonation& listed) {
            if (filter.search.empty() || is_order(listed)) found.push_back(listed);
        });
        if (found.size() != 1) return;
        const auto id = found.front().donation.id;
        const auto job = found.front().donation.job;
        detail = DonationDetail{found.front(), records.revenue.entries_of(id),
            job.value == 0 ? std::nullopt : records.import_jobs.find(job)};
    });
    if (!detail)
        throw domain::Refusal{domain::RefusalKind::NotFound, "donation.unknown", {{"number", number}}};
    return *detail;
}

std::vector<RecordedChange> ListDonations::history(const std::string& number)
{
    const auto id = show(number).listed.donation.id;
    std::vector<RecordedChange> changes;
    store_.read([&](Records& records) { changes = records.operations.history_of("donation", id.value); });
    return changes;
}

}  // namespace furusato::application
