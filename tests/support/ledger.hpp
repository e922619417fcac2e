#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/change_donations.hpp"
#include "furusato/application/compare_moved_in.hpp"
#include "furusato/application/decide_rows.hpp"
#include "furusato/application/donation_evidence.hpp"
#include "furusato/application/edit_donor.hpp"
#include "furusato/application/enter_donation.hpp"
#include "furusato/application/import_gifts.hpp"
#include "furusato/application/import_portal_csv.hpp"
#include "furusato/application/issue_receipts.hpp"
#include "furusato/application/keep_anchors.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/list_donor_pairs.hpp"
#include "furusato/application/list_donors.hpp"
#include "furusato/application/load_city.hpp"
#include "furusato/application/manage_campaigns.hpp"
#include "furusato/application/manage_targets.hpp"
#include "furusato/application/manage_tickets.hpp"
#include "furusato/application/match_payments.hpp"
#include "furusato/application/merge_donors.hpp"
#include "furusato/application/revenue_report.hpp"
#include "furusato/application/undo_import.hpp"
#include "furusato/application/verify_ledger.hpp"
#include "support/ports.hpp"
#include "support/recording_printer.hpp"
#include "support/temporary_folder.hpp"

namespace furusato::tests {

/// What an operation of a test leaves behind: done and linked, or open as after a kill.
enum class OperationEnd { Done, Open };

/// An office with a real store: all use cases, over ports that the test steers.
class Ledger {
public:
    explicit Ledger(std::unique_ptr<application::Store> store,
        std::shared_ptr<MemoryArchive> archive = std::make_shared<MemoryArchive>());

    application::Store& store() { return *store_; }
    const application::Digests& digests() const { return *digests_; }
    MemoryArchive& archive() { return *archive_; }
    application::Caller caller() const { return {"周南", business_date}; }

    application::ImportPortalCsv import_portal_csv();
    application::ImportGifts import_gifts();
    application::IssueReceipts issue_receipts() { return issue_receipts(printer); }
    application::IssueReceipts issue_receipts(const application::ReceiptPrinter& other_printer);
    application::ListDonations list_donations();
    application::ChangeDonation change_donation();
    application::ChangeDonations change_donations();
    application::UndoImport undo_import();
    application::DecideRows decide_rows();
    application::EnterDonation enter_donation();
    application::ListDonors list_donors() { return {*store_, list_donations()}; }
    application::EditDonor edit_donor();
    application::ListDonorPairs list_donor_pairs() { return {*store_, list_donors()}; }
    application::MergeDonors merge_donors();
    application::ManageTickets manage_tickets();
    application::CompareMovedIn compare_moved_in();
    application::MatchPayments match_payments();
    application::ManageCampaigns manage_campaigns() { return {*store_, *digests_, clock}; }
    application::ManageTargets manage_targets() { return {*store_, *digests_, clock}; }
    application::LoadCity load_city() { return {*store_, *digests_, clock}; }
    application::GatherEvidence gather_evidence();
    application::KeepAnchors keep_anchors() { return {*store_, *digests_, clock}; }
    application::VerifyLedger verify_ledger();

    /// Imports the text of a portal file.
    application::ImportSummary import(const std::string& csv);
    application::ImportSummary try_import(const std::string& csv);  // a dry run
    /// Imports until so many rows are stored (0: all, but not the end of the job); there the process is killed, and the next
    /// one starts. The job is left as it was.
    void import_until_killed(const std::string& csv, std::int64_t rows = 0);
    /// Takes an import back; tells what became of each donation.
    application::UndoCounts undo(domain::JobId job, std::vector<application::UndoneItem>* items = nullptr);
    application::GiftImportSummary import_gift_file(const std::string& csv);
    application::RevenueReport report(
        int year, application::Calendar calendar = application::Calendar::Fiscal);
    /// Issues what is due into a file of its own.
    application::ReceiptRunSummary issue(const std::vector<std::string>& donations = {});
    /// "code subject" of everything that verify finds.
    std::vector<std::string> findings();
    /// The donation of a portal's order, nullopt when it is not stored.
    std::optional<domain::Donation> find(const std::string& order, const std::string& portal = "choice");
    /// The same, which must be there.
    domain::Donation donation(const std::string& order, const std::string& portal = "choice");

    /// Stores a donation as entry by hand would: with contact, donor, revenue, sums, history and link; gives it as stored.
    domain::Donation enter(domain::Donation donation, OperationEnd end = OperationEnd::Done);
    /// An operation that others may refer to.
    domain::OperationId an_operation(OperationEnd end = OperationEnd::Done, const std::string& kind = "test");

    FixedClock clock;
    FakeProcesses processes;
    RecordingPrinter printer;
    const application::PackedFiles* packed_files = nullptr;  // of a test that imports workbooks
    domain::Date business_date{2024, 2, 29};

private:
    std::shared_ptr<MemoryArchive> archive_;
    std::unique_ptr<application::Digests> digests_ = make_fixed_digests();
    std::unique_ptr<application::Store> store_;
    TemporaryFolder papers_;
    int runs_ = 0;
};

/// The process is gone at this very place.
struct Killed {};

}  // namespace furusato::tests
