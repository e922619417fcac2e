#include "support/ledger.hpp"

#include <stdexcept>

#include "furusato/application/donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {

using application::Records;

namespace {

application::ChangeRules change_rules()
{
    return {shipped_eras(), shipped_import_rules().received_date_rules, shipped_import_rules().folds};
}

}  // namespace

Ledger::Ledger(std::unique_ptr<application::Store> store, std::shared_ptr<MemoryArchive> archive)
    : archive_{std::move(archive)}, store_{std::move(store)}
{}

application::ImportPortalCsv Ledger::import_portal_csv()
{
    return {{*store_, *archive_, *digests_, clock, processes, packed_files}, shipped_import_rules()};
}

application::ImportGifts Ledger::import_gifts()
{
    return {*store_, *digests_, clock, {{{2019, 6, 1}, 300}}};
}

application::IssueReceipts Ledger::issue_receipts(const application::ReceiptPrinter& other_printer)
{
    return {*store_, *digests_, clock, processes, other_printer, shipped_wordings(), shipped_eras()};
}

application::VerifyLedger Ledger::verify_ledger()
{
    return {*store_, *archive_, *digests_, clock, processes, shipped_eras()};
}

application::ListDonations Ledger::list_donations()
{
    return {*store_, shipped_eras(), shipped_import_rules().folds};
}

application::ChangeDonation Ledger::change_donation()
{
    return {*store_, *digests_, clock, change_rules()};
}

application::ChangeDonations Ledger::change_donations()
{
    return {*store_, *digests_, clock, change_rules()};
}

application::UndoImport Ledger::undo_import()
{
    return {*store_, *digests_, clock, processes, change_rules()};
}

application::DecideRows Ledger::decide_rows()
{
    return {{*store_, *archive_, *digests_, clock, processes}, shipped_import_rules()};
}

application::EnterDonation Ledger::enter_donation()
{
    return {*store_, *digests_, clock, shipped_import_rules()};
}

application::GatherEvidence Ledger::gather_evidence()
{
    return {*store_, *archive_, *digests_, clock, shipped_import_rules(), packed_files};
}

application::EditDonor Ledger::edit_donor()
{
    return {*store_, *digests_, clock, shipped_eras(), shipped_import_rules().folds};
}

application::MergeDonors Ledger::merge_donors()
{
    return {*store_, *digests_, clock, processes, shipped_eras(), shipped_import_rules().folds};
}

application::ManageTickets Ledger::manage_tickets()
{
    return {*store_, *digests_, clock, shipped_eras(), list_donations()};
}

application::CompareMovedIn Ledger::compare_moved_in()
{
    std::map<std::string, std::string> portals;
    for (const auto& profile : shipped_import_rules().profiles)
        portals.insert(profile.portals.begin(), profile.portals.end());
    return {*store_, portals};
}

application::MatchPayments Ledger::match_payments()
{
    return {*store_, *digests_, clock, change_rules(), shipped_payment_profiles()};
}

application::ImportSummary Ledger::import(const std::string& csv)
{
    MemoryBytes bytes{csv};
    return import_portal_csv().execute({"test.csv", {}, {}, false, caller()}, bytes, [](auto, auto) {});
}

application::ImportSummary Ledger::try_import(const std::string& csv)
{
    MemoryBytes bytes{csv};
    return import_portal_csv().execute({"test.csv", {}, {}, true, caller()}, bytes, [](auto, auto) {});
}

void Ledger::import_until_killed(const std::string& csv, std::int64_t rows)
{
    MemoryBytes bytes{csv};
    const auto kill = [rows](auto done, auto in_all) {
        if (done >= (rows == 0 ? in_all : rows)) throw Killed{};
    };
    try {
        import_portal_csv().execute({"test.csv", {}, {}, false, caller()}, bytes, kill);
        throw std::runtime_error{"the import came to its end"};
    } catch (const Killed&) {
        // A killed process cannot give its job up, as one does that ends by an exception.
        store_->write(application::Durability::Confirmed, [&](Records& records) {
            for (const auto& job : records.import_jobs.unfinished()) {
                if (job.owner.empty())
                    records.import_jobs.take_over(job.id, "", processes.name, clock.instant);
            }
        });
        processes.restart();
    }
}

application::UndoCounts Ledger::undo(domain::JobId job, std::vector<application::UndoneItem>* items)
{
    return undo_import().execute(
        {job, "取り違え", false, caller()}, [&](const application::UndoneItem& item) {
            if (items != nullptr) items->push_back(item);
        });
}

application::GiftImportSummary Ledger::import_gift_file(const std::string& csv)
{
    MemoryBytes bytes{csv};
    return import_gifts().execute(bytes, caller());
}

application::RevenueReport Ledger::report(int year, application::Calendar calendar)
{
    application::MakeRevenueReport make{
        *store_, *digests_, {{"choice", "ふるさとチョイス"}, {"generic", "窓口"}}};
    return make.execute({calendar, year, {}, "received", caller()});
}

application::ReceiptRunSummary Ledger::issue(const std::vector<std::string>& donations)
{
    const auto out = papers_.file("receipts" + std::to_string(++runs_) + ".txt");
    return issue_receipts().execute({{}, {}, donations, out, caller()}, [](auto, auto) {});
}

std::vector<std::string> Ledger::findings()
{
    std::vector<std::string> found;
    for (const auto& finding : verify_ledger().execute().findings)
        found.push_back(finding.code + " " + finding.subject);
    return found;
}

std::optional<domain::Donation> Ledger::find(const std::string& order, const std::string& portal)
{
    std::optional<domain::Donation> found;
    store_->read([&](Records& records) {
        const auto known = records.donations.find_known(portal, {order});
        if (!known.empty()) found = records.donations.find(known.front().id);
    });
    return found;
}

domain::Donation Ledger::donation(const std::string& order, const std::string& portal)
{
    auto found = find(order, portal);
    if (!found) throw std::runtime_error{"no donation " + portal + " " + order};
    return *found;
}

}  // namespace furusato::tests
