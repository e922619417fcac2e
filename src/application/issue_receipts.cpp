#include "furusato/application/issue_receipts.hpp"

#include <algorithm>
#include <fstream>
#include <tuple>

#include "application/donation_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;
using domain::Receipt;
using domain::Refusal;
using domain::RefusalKind;

constexpr auto kRunKind = "receipt.issue";

std::string receipt_text(const Receipt& receipt, const domain::EraTable& eras)
{
    constexpr char kSeparator = '\x1f';
    return receipt.number.text(eras) + kSeparator + receipt.donation_number.text() + kSeparator +
           record_text(receipt.contact) + kSeparator + std::to_string(receipt.amount.amount()) + kSeparator +
           receipt.received_on.iso() + kSeparator + receipt.issued_on.iso() + kSeparator +
           receipt.wording_version + kSeparator + receipt.issuer.title + kSeparator + receipt.issuer.name +
           kSeparator + receipt.issuer.seal_version;
}

}  // namespace

domain::ReceiptIssuer IssueReceipts::issuer_on(
    const std::vector<CitySetting>& settings, const domain::Date& day) const
{
    const auto value = [&](const char* name) { return setting_on(settings, name, day); };
    domain::ReceiptIssuer issuer{value("city_name"), value("issuer_title"), value("issuer_name"),
        value("seal_file"), value("seal_version"), value("section"), "", value("section_phone"),
        value("programme_name"), value("sample") == "1"};
    issuer.section_address = "〒" + value("section_postal_code") + "　" + value("section_address");
    if (issuer.city_name.empty() || issuer.title.empty() || issuer.programme_name.empty()) {
        throw Refusal{RefusalKind::Invalid, "receipt.settings_missing"};
    }
    return issuer;
}

const ReceiptWording& IssueReceipts::wording_on(const domain::Date& day) const
{
    const ReceiptWording* found = nullptr;
    for (const auto& wording : wordings_) {
        if (wording.valid_from <= day && (found == nullptr || found->valid_from < wording.valid_from))
            found = &wording;
    }
    if (found == nullptr) throw Refusal{RefusalKind::Invalid, "receipt.settings_missing"};
    return *found;
}

const ReceiptWording& IssueReceipts::wording_of(const std::string& version) const
{
    for (const auto& wording : wordings_) {
        if (wording.version == version) return wording;
    }
    throw Refusal{RefusalKind::Invalid, "receipt.settings_missing", {{"code", version}}};
}

std::optional<SkippedReceipt> IssueReceipts::reason_against(const Donation& donation) const
{
    const auto because = [&](const char* code, std::string detail = {}) {
        return SkippedReceipt{donation.number.text(), code, std::move(detail)};
    };
    const domain::Contact& contact = donation.contact;
    if (donation.donor_kind == domain::DonorKind::Anonymous) return because("receipt.anonymous");
    if (contact.name.empty()) return because("receipt.name_missing");
    if (donation.name_damaged) return because("receipt.name_damaged");
    if (contact.city.empty() && contact.street.empty()) return because("receipt.address_missing");
    std::string missing;
    for (const auto& character : printer_.unprintable(
             contact.name + contact.prefecture + contact.city + contact.street + contact.building)) {
        missing += (missing.empty() ? "" : ", ") + character;
    }
    if (!missing.empty()) return because("receipt.unprintable", missing);
    return std::nullopt;
}

void IssueReceipts::select_named(Records& records, const ReceiptRequest& request,
    const std::vector<DutyAssignment>& duties, Selection& selection) const
{
    for (const std::string& asked : request.donations) {
        const auto number = domain::DonationNumber::parse(portal_import::fold_word(asked));
        DonationFilter filter;
        filter.number = number ? number->text() : asked;
        std::optional<ListedDonation> found;
        records.donations.for_each(filter, [&](const ListedDonation& listed) { found = listed; });
        const auto skip = [&](const char* code) { selection.summary.skipped.push_back({asked, code, {}}); };
        if (!found) {
            skip("donation.unknown");
        } else if (found->receipt_year || records.receipts.has_valid_original(found->donation.id)) {
            skip("receipt.already_issued");
        } else if (found->donation.state != DonationState::Received) {
            skip("receipt.not_received");
        } else if (duty_holder_on(duties, found->donation.order.portal, domain::Duty::Receipts,
                       *found->donation.received_on) != domain::DutyHolder::City) {
            skip("receipt.issued_elsewhere");
        } else if (const auto reason = reason_against(found->donation)) {
            selection.summary.skipped.push_back(*reason);
        } else {
            selection.donations.push_back(found->donation);
        }
    }
}

IssueReceipts::Selection IssueReceipts::select(const ReceiptRequest& request)
{
    Selection selection;
    store_.read([&](Records& records) {
        const auto duties = records.settings.duties();
        if (!request.donations.empty()) return select_named(records, request, duties, selection);
        DonationFilter filter;
        filter.state = DonationState::Received;
        filter.received_through = request.received_through.value_or(request.caller.business_date);
        if (request.tax_year) filter.tax_year = request.tax_year->value();
        records.donations.for_each(filter, [&](const ListedDonation& listed) {
            const Donation& donation = listed.donation;
            if (listed.receipt_year) {
                ++selection.summary.skipped_counts["already_issued"];
            } else if (duty_holder_on(duties, donation.order.portal, domain::Duty::Receipts,
                           *donation.received_on) != domain::DutyHolder::City) {
                ++selection.summary.skipped_counts["issued_elsewhere"];
            } else if (const auto reason = reason_against(donation)) {
                selection.summary.skipped.push_back(*reason);
            } else {
                selection.donations.push_back(donation);
            }
        });
    });
    std::sort(selection.donations.begin(), selection.donations.end(),
        [](const Donation& left, const Donation& right) {
            return std::tuple{*left.received_on, left.id} < std::tuple{*right.received_on, right.id};
        });
    const auto same = [](const Donation& left, const Donation& right) { return left.id == right.id; };
    selection.donations.erase(
        std::unique(selection.donations.begin(), selection.donations.end(), same), selection.donations.end());
    return selection;
}

std::vector<Receipt> IssueReceipts::store_receipts(
    const Selection& selection, const ReceiptRequest& request, ReceiptRun& run)
{
    const domain::Date today = request.caller.business_date;
    domain::ReceiptIssuer issuer;
    store_.read([&](Records& records) { issuer = issuer_on(records.settings.all(), today); });
    const std::string wording = wording_on(today).version;
    const auto count = static_cast<std::int64_t>(selection.donations.size());
    run.id = store_.draw_ids("receipt_run", 1);
    run.operation = {store_.draw_ids("operation", 1)};
    run.issued_on = today;
    run.receipts = count;
    run.file_name = request.out.filename().string();
    const std::int64_t first_id = store_.draw_ids("receipt", count);
    const std::int64_t issuer_id = store_.draw_ids("receipt_issuer", 1);
    std::map<int, std::int64_t> per_year;
    for (const Donation& donation : selection.donations)
        ++per_year[domain::TaxYear::of(*donation.received_on).value()];

    std::vector<Receipt> receipts;
    store_.write(Durability::Confirmed, [&](Records& records) {
        receipts.clear();
        run.amount = {};
        std::map<int, std::int64_t> next;
        for (const auto& [year, numbers] : per_year)
            next[year] = records.receipts.draw_numbers(domain::TaxYear{year}, numbers);
        std::int64_t id = first_id;
        std::vector<HistoryEntry> touched;
        for (const Donation& donation : selection.donations) {
            const auto year = domain::TaxYear::of(*donation.received_on);
            Receipt receipt;
            receipt.id = {id++};
            receipt.number = {year, next[year.value()]++};
            receipt.donation = donation.id;
            receipt.donation_number = donation.number;
            receipt.contact = donation.contact;
            receipt.contact_id = donation.contact_id;
            receipt.is_corporate = donation.donor_kind == domain::DonorKind::Corporation ||
                                   donation.donor_kind == domain::DonorKind::Group;
            receipt.amount = donation.amount;
            receipt.received_on = *donation.received_on;
            receipt.issued_on = today;
            receipt.wording_version = wording;
            receipt.issuer = issuer;
            run.amount += receipt.amount;
            touched.push_back({"receipt", receipt.id.value, "created",
                digests_.keyed_hex(receipt_text(receipt, eras_)), {}});
            receipts.push_back(std::move(receipt));
        }
        records.operations.begin(run.operation,
            {kRunKind, request.caller.actor, "clerk", processes_.self(), "", today}, clock_.now_utc());
        records.receipts.add_run(run);
        records.receipts.add(receipts, run.id, records.receipts.add_issuer(issuer_id, issuer), run.operation);
        records.operations.add_history(run.operation, touched);
    });
    return receipts;
}

int IssueReceipts::draw(
    const std::vector<Receipt>& receipts, const std::filesystem::path& out, const Progress& progress) const
{
    const auto document = printer_.open(out);
    std::int64_t done = 0;
    for (const Receipt& receipt : receipts) {
        document->add(receipt, wording_of(receipt.wording_version));
        progress(++done, static_cast<std::int64_t>(receipts.size()));
    }
    return document->finish();
}

std::string IssueReceipts::sha256_of_file(const std::filesystem::path& file) const
{
    std::ifstream stream{file, std::ios::binary};
    const auto digest = digests_.sha256();
    std::vector<char> buffer(1 << 16);
    while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
        digest->add({buffer.data(), static_cast<std::size_t>(stream.gcount())});
    }
    return digest->hex();
}

void IssueReceipts::take_back(const ReceiptRun& run)
{
    store_.write(Durability::Confirmed, [&](Records& records) {
        records.receipts.remove_run(run);
        trail_.close(records, run.operation, trail_.seal(records, run.operation));
    });
}

void IssueReceipts::finish_interrupted()
{
    std::vector<ReceiptRun> stopped;
    store_.read([&](Records& records) {
        for (const auto operation : records.operations.open_operations()) {
            const auto stored = records.operations.find(operation);
            if (stored.start.kind != kRunKind ||
                processes_.is_alive(stored.start.source_key, stored.started_at))
                continue;
            for (const auto& run : records.receipts.runs()) {
                if (run.operation == operation) stopped.push_back(run);
            }
        }
    });
    // Nobody can tell whether paper left the office: the receipts stay issued, and the run can be printed again as it was.
    for (const auto& run : stopped) {
        store_.write(Durability::Confirmed, [&](Records& records) {
            trail_.close(records, run.operation, trail_.seal(records, run.operation));
        });
    }
}

ReceiptRunSummary IssueReceipts::execute(const ReceiptRequest& request, const Progress& progress)
{
    finish_interrupted();
    Selection selection = select(request);
    ReceiptRunSummary& summary = selection.summary;
    if (selection.donations.empty()) return summary;
    printer_.open(request.out);  // a path that cannot be written is refused before any number is drawn

    ReceiptRun run;
    const auto receipts = store_receipts(selection, request, run);
    try {
        summary.pages = draw(receipts, request.out, progress);
    } catch (...) {
        take_back(run);
        throw;
    }
    summary.sha256 = sha256_of_file(request.out);
    store_.write(Durability::Confirmed, [&](Records& records) {
        records.receipts.set_run_file(run.id, summary.sha256);
        trail_.close(records, run.operation, trail_.seal(records, run.operation));
    });
    summary.run = run.id;
    summary.issued = run.receipts;
    summary.amount = run.amount;
    const auto [first, last] = std::minmax_element(receipts.begin(), receipts.end(),
        [](const Receipt& left, const Receipt& right) { return left.number < right.number; });
    summary.first_number = first->number.text(eras_);
    summary.last_number = last->number.text(eras_);
    summary.file = request.out.string();
    const auto& issuer = receipts.front().issuer;
    if (issuer.seal_file.empty()) summary.notes.emplace_back("receipt.no_seal");
    if (issuer.name.empty() && !issuer.is_sample) summary.notes.emplace_back("receipt.no_issuer_name");
    return summary;
}

ReceiptRunSummary IssueReceipts::print_again(std::int64_t run, const std::filesystem::path& out)
{
    std::vector<Receipt> receipts;
    store_.read([&](Records& records) {
        records.receipts.for_each(
            std::nullopt, run, [&](const Receipt& receipt) { receipts.push_back(receipt); });
    });
    if (receipts.empty())
        throw Refusal{RefusalKind::NotFound, "receipt.run_unknown", {{"number", std::to_string(run)}}};
    std::sort(receipts.begin(), receipts.end(),
        [](const Receipt& left, const Receipt& right) { return left.id < right.id; });
    ReceiptRunSummary summary;
    summary.run = run;
    summary.pages = draw(receipts, out, [](std::int64_t, std::int64_t) {});
    summary.file = out.string();
    summary.sha256 = sha256_of_file(out);
    return summary;
}

std::vector<ListedReceipt> IssueReceipts::list(std::optional<domain::TaxYear> year)
{
    std::vector<ListedReceipt> receipts;
    store_.read([&](Records& records) {
        records.receipts.for_each(year, std::nullopt, [&](const Receipt& receipt) {
            receipts.push_back({receipt, receipt.number.text(eras_)});
        });
    });
    return receipts;
}

}  // namespace furusato::application
