#include "furusato/application/issue_receipts.hpp"
#include "furusato/application/refuse_individual_number.hpp"

#include <algorithm>
#include <fstream>
#include <tuple>

#include "application/donation_digest.hpp"
#include "application/receipt_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/domain/retention.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;
using domain::Receipt;
using domain::Refusal;
using domain::RefusalKind;

constexpr auto kRunKind = "receipt.issue";
constexpr std::size_t kLongestVoidReason = 200;  // characters of receipts.void_reason

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

Receipt IssueReceipts::receipt_for(const Donation& donation, const domain::ReceiptIssuer& issuer,
    const std::string& wording, const domain::Date& today) const
{
    Receipt receipt;
    receipt.number = {domain::TaxYear::of(*donation.received_on), 0};
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
    return receipt;
}

std::optional<SkippedReceipt> IssueReceipts::reason_against(
    const Donation& donation, const domain::ReceiptIssuer& issuer, const domain::Date& today) const
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
    const std::string printed =
        contact.name + contact.prefecture + contact.city + contact.street + contact.building;
    for (const auto& character : printer_.unprintable(printed))
        missing += (missing.empty() ? "" : ", ") + character;
    if (!missing.empty()) return because("receipt.unprintable", missing);
    const ReceiptWording& wording = wording_on(today);
    if (!printer_.fits(receipt_for(donation, issuer, wording.version, today), wording))
        return because("receipt.does_not_fit");
    return std::nullopt;
}

void IssueReceipts::consider(const ListedDonation& listed, const std::vector<DutyAssignment>& duties,
    const ReceiptRequest& request, Selection& selection) const
{
    const Donation& donation = listed.donation;
    auto& counts = selection.summary.skipped_counts;
    if (listed.receipt_year) {
        ++counts["already_issued"];
    } else if (donation.masked_on) {
        ++counts["masked"];
    } else if (domain::has_former_receipt(donation)) {
        ++counts["former_system"];
    } else if (listed.is_unfinished) {
        ++counts["import_unfinished"];
    } else if (duty_holder_on(duties, donation.order.portal, domain::Duty::Receipts, *donation.received_on) !=
               domain::DutyHolder::City) {
        ++counts["issued_elsewhere"];
    } else if (const auto reason = reason_against(donation, selection.issuer, request.caller.business_date)) {
        selection.summary.skipped.push_back(*reason);
    } else {
        selection.donations.push_back(donation);
    }
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
        const auto skip = [&](const char* code, std::string detail = {}) {
            selection.summary.skipped.push_back({asked, code, std::move(detail)});
        };
        if (!found) {
            skip("donation.unknown");
        } else if (found->receipt_year) {
            skip("receipt.already_issued");
        } else if (domain::has_former_receipt(found->donation)) {
            skip("receipt.former_system", found->donation.former->receipt_number);
        } else if (found->donation.masked_on) {
            skip("donation.masked", found->donation.masked_on->iso());
        } else if (found->donation.state != DonationState::Received) {
            skip("receipt.not_received");
        } else if (duty_holder_on(duties, found->donation.order.portal, domain::Duty::Receipts,
                       *found->donation.received_on) != domain::DutyHolder::City) {
            skip("receipt.issued_elsewhere");
        } else {
            consider(*found, duties, request, selection);
        }
    }
}

IssueReceipts::Selection IssueReceipts::select(const ReceiptRequest& request)
{
    Selection selection;
    store_.read([&](Records& records) {
        selection = {};
        selection.issuer = issuer_on(records.settings.all(), request.caller.business_date);
        const auto duties = records.settings.duties();
        if (!request.donations.empty()) return select_named(records, request, duties, selection);
        DonationFilter filter;
        filter.state = DonationState::Received;
        filter.received_through = request.received_through.value_or(request.caller.business_date);
        if (request.tax_year) filter.tax_year = request.tax_year->value();
        filter.order = DonationOrder::ReceivedOn;  // the index that answers it
        records.donations.for_each(
            filter, [&](const ListedDonation& listed) { consider(listed, duties, request, selection); });
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

DueReceipts IssueReceipts::due(const ReceiptRequest& request)
{
    Selection selection = select(request);
    DueReceipts due{std::move(selection.donations), {}, std::move(selection.summary.skipped),
        std::move(selection.summary.skipped_counts)};
    for (const Donation& donation : due.donations) due.amount += donation.amount;
    return due;
}

/// Between the selection and now another clerk or an import may have acted: what is no longer as selected gets no receipt.
void IssueReceipts::drop_changed(Records& records, Selection& selection) const
{
    std::vector<domain::DonationId> ids;
    for (const Donation& donation : selection.donations) ids.push_back(donation.id);
    std::map<std::int64_t, DonationStanding> standings;
    for (const auto& standing : records.donations.find_standings(ids))
        standings[standing.id.value] = standing;
    const auto is_changed = [&](const Donation& donation) {
        const DonationStanding& standing = standings[donation.id.value];
        if (standing.has_receipt) {
            ++selection.summary.skipped_counts["already_issued"];
        } else if (standing.version != donation.version) {
            selection.summary.skipped.push_back({donation.number.text(), "donation.changed_meanwhile", {}});
        } else {
            return false;
        }
        return true;
    };
    auto& donations = selection.donations;
    donations.erase(std::remove_if(donations.begin(), donations.end(), is_changed), donations.end());
}

std::vector<Receipt> IssueReceipts::store_receipts(
    Selection& selection, const ReceiptRequest& request, ReceiptRun& run)
{
    const domain::Date today = request.caller.business_date;
    const std::string wording = wording_on(today).version;
    const auto first = store_.draw_ids({{"receipt_run", 1}, {"operation", 1}, {"receipt_issuer", 1},
        {"receipt", static_cast<std::int64_t>(selection.donations.size())}});
    run.id = first[0];
    run.operation = {first[1]};
    run.issued_on = today;
    run.file_name = request.out.filename().string();
    std::vector<Receipt> receipts;
    const Selection selected = selection;
    store_.write(Durability::Confirmed, [&](Records& records) {
        selection = selected;
        drop_changed(records, selection);
        receipts.clear();
        run.amount = {};
        run.receipts = static_cast<std::int64_t>(selection.donations.size());
        std::map<int, std::int64_t> next;
        for (const Donation& donation : selection.donations)
            ++next[domain::TaxYear::of(*donation.received_on).value()];
        for (auto& [year, number] : next)
            number = records.receipts.draw_numbers(domain::TaxYear{year}, number);
        std::int64_t id = first[3];
        std::vector<HistoryEntry> touched;
        for (const Donation& donation : selection.donations) {
            Receipt receipt = receipt_for(donation, selection.issuer, wording, today);
            receipt.id = {id++};
            receipt.number.running = next[receipt.number.tax_year.value()]++;
            run.amount += receipt.amount;
            touched.push_back(
                {"receipt", receipt.id.value, "created", digest_of(digests_, receipt, eras_), {}});
            receipts.push_back(std::move(receipt));
        }
        const OperationStart start{kRunKind, request.caller.actor, "clerk", processes_.self(), "", today};
        records.operations.begin(run.operation, start, clock_.now_utc());
        records.receipts.add_run(run);
        const std::int64_t issuer = records.receipts.add_issuer(first[2], selection.issuer);
        records.receipts.add(receipts, run.id, issuer, run.operation);
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

void IssueReceipts::take_back(const ReceiptRun& run, const std::string& reason)
{
    const domain::OperationId taking_back{store_.draw_ids("operation", 1)};
    store_.write(Durability::Confirmed, [&](Records& records) {
        trail_.close(records, run.operation, trail_.seal(records, run.operation));
        const auto start = records.operations.find(run.operation).start;
        records.operations.begin(taking_back,
            {"receipt.take_back", start.actor, "system", processes_.self(), reason, run.issued_on},
            clock_.now_utc());
        records.receipts.void_run(run.id, reason);
        std::vector<HistoryEntry> touched;
        records.receipts.for_each(std::nullopt, run.id, [&](const Receipt& receipt) {
            touched.push_back({"receipt", receipt.id.value, "changed", digest_of(digests_, receipt, eras_),
                {{"state", "valid", "void"}}});
        });
        records.operations.add_history(taking_back, touched);
        trail_.close(records, taking_back, trail_.seal(records, taking_back));
    });
}

void IssueReceipts::finish_interrupted()
{
    std::vector<ReceiptRun> stopped;
    store_.read([&](Records& records) {
        stopped.clear();
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
    for (const auto& earlier : runs()) {
        if (!earlier.is_printed) summary.runs_to_print.push_back(earlier.id);
    }
    if (selection.donations.empty()) return summary;
    printer_.open(request.out);  // a path that cannot be written is refused before any number is drawn

    ReceiptRun run;
    const auto receipts = store_receipts(selection, request, run);
    if (receipts.empty()) {
        take_back(run, "not_drawn");
        return summary;
    }
    try {
        summary.pages = draw(receipts, request.out, progress);
    } catch (...) {
        take_back(run, "not_drawn");
        throw;
    }
    summary.sha256 = sha256_of_file(request.out);
    store_.write(Durability::Confirmed, [&](Records& records) {
        records.receipts.set_printed(run.id, summary.sha256);
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
        receipts.clear();
        records.receipts.for_each(std::nullopt, run, [&](const Receipt& receipt) {
            if (!receipt.is_void) receipts.push_back(receipt);
        });
    });
    if (receipts.empty())
        throw Refusal{RefusalKind::NotFound, "receipt.run_unknown", {{"number", std::to_string(run)}}};
    if (std::any_of(receipts.begin(), receipts.end(),
            [](const Receipt& receipt) { return domain::is_masked(receipt.contact); }))
        throw Refusal{RefusalKind::Conflict, "receipt.masked", {{"number", std::to_string(run)}}};
    std::sort(receipts.begin(), receipts.end(),
        [](const Receipt& left, const Receipt& right) { return left.id < right.id; });
    ReceiptRunSummary summary;
    summary.run = run;
    summary.pages = draw(receipts, out, [](std::int64_t, std::int64_t) {});
    summary.file = out.string();
    summary.sha256 = sha256_of_file(out);
    store_.write(
        Durability::Confirmed, [&](Records& records) { records.receipts.set_printed(run, summary.sha256); });
    return summary;
}

ListedReceipt IssueReceipts::make_void(
    const std::string& number, const std::string& reason, const Caller& caller)
{
    const std::string why{portal_import::trimmed(reason)};
    if (why.empty()) throw Refusal{RefusalKind::Invalid, "reason.missing"};
    if (!portal_import::is_plain_text(why) || portal_import::length_in_characters(why) > kLongestVoidReason)
        throw Refusal{RefusalKind::Invalid, "reason.invalid"};
    refuse_individual_number("reason", why);
    const auto wanted = domain::ReceiptNumber::parse(portal_import::fold_word(number), eras_);
    std::optional<Receipt> found;
    if (wanted) {
        store_.read([&](Records& records) {
            records.receipts.for_each(wanted->tax_year, std::nullopt, [&](const Receipt& receipt) {
                if (receipt.number == *wanted) found = receipt;
            });
        });
    }
    if (!found) throw Refusal{RefusalKind::NotFound, "receipt.unknown", {{"number", number}}};
    found->is_void = true;
    found->void_reason = why;
    ListedReceipt voided{*found, found->number.text(eras_)};
    trail_.perform({"receipt.void", caller.actor, "clerk", "", why, caller.business_date},
        [&](Records& records, domain::OperationId, std::vector<HistoryEntry>& touched) {
            if (!records.receipts.make_void(found->id, why))
                throw Refusal{RefusalKind::Conflict, "receipt.void_already", {{"number", voided.number}}};
            touched.push_back({"receipt", found->id.value, "changed", digest_of(digests_, *found, eras_),
                {{"state", "valid", "void"}}});
        });
    return voided;
}

std::vector<ReceiptRun> IssueReceipts::runs()
{
    std::vector<ReceiptRun> runs;
    store_.read([&](Records& records) { runs = records.receipts.runs(); });
    return runs;
}

std::vector<ListedReceipt> IssueReceipts::list(std::optional<domain::TaxYear> year)
{
    std::vector<ListedReceipt> receipts;
    store_.read([&](Records& records) {
        receipts.clear();
        records.receipts.for_each(year, std::nullopt, [&](const Receipt& receipt) {
            receipts.push_back({receipt, receipt.number.text(eras_)});
        });
    });
    return receipts;
}

}  // namespace furusato::application
