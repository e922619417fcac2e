#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "furusato/application/caller.hpp"
#include "furusato/application/change_donation.hpp"
#include "furusato/application/change_donations.hpp"
#include "furusato/application/compare_moved_in.hpp"
#include "furusato/application/database_tools.hpp"
#include "furusato/application/decide_rows.hpp"
#include "furusato/application/donation_evidence.hpp"
#include "furusato/application/edit_donor.hpp"
#include "furusato/application/enter_donation.hpp"
#include "furusato/application/export_donations.hpp"
#include "furusato/application/given_files.hpp"
#include "furusato/application/import_gifts.hpp"
#include "furusato/application/import_portal_csv.hpp"
#include "furusato/application/issue_receipts.hpp"
#include "furusato/application/keep_anchors.hpp"
#include "furusato/application/keep_searches.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/list_donor_pairs.hpp"
#include "furusato/application/list_donors.hpp"
#include "furusato/application/list_gifts.hpp"
#include "furusato/application/list_import_jobs.hpp"
#include "furusato/application/load_city.hpp"
#include "furusato/application/manage_campaigns.hpp"
#include "furusato/application/manage_masters.hpp"
#include "furusato/application/manage_retention.hpp"
#include "furusato/application/manage_settings.hpp"
#include "furusato/application/manage_targets.hpp"
#include "furusato/application/manage_tickets.hpp"
#include "furusato/application/match_payments.hpp"
#include "furusato/application/merge_donors.hpp"
#include "furusato/application/paper_printer.hpp"
#include "furusato/application/portal_profile_shelf.hpp"
#include "furusato/application/revenue_report.hpp"
#include "furusato/application/undo_import.hpp"
#include "furusato/application/verify_ledger.hpp"
#include "furusato/domain/corporate_scheme.hpp"
#include "furusato/domain/one_stop_limit.hpp"

namespace furusato::application {

/// What an initialisation did.
struct InitialisedLedger {
    int migrations_applied = 0;
    LoadedCity city;
    GiftImportSummary gifts;
};

/// The use cases, ready to run: what the edges (command line, service) get from main. The ledger is opened by the first that needs it.
class Services {
public:
    virtual ~Services() = default;

    /// Creates or migrates the ledger and loads the city's settings, with `demo` the sample city's masters too.
    virtual InitialisedLedger initialise(bool demo, const Caller& caller) = 0;

    virtual ImportPortalCsv import_portal_csv() = 0;
    virtual ImportGifts import_gifts() = 0;
    virtual IssueReceipts issue_receipts() = 0;
    virtual ListDonations list_donations() = 0;
    virtual EnterDonation enter_donation() = 0;
    virtual ChangeDonation change_donation() = 0;
    virtual ChangeDonations change_donations() = 0;
    virtual MatchPayments match_payments() = 0;
    virtual ExportDonations export_donations() = 0;
    virtual ListDonors list_donors() = 0;
    virtual ListDonorPairs list_donor_pairs() = 0;
    virtual EditDonor edit_donor() = 0;
    virtual MergeDonors merge_donors() = 0;
    virtual ManageTickets manage_tickets() = 0;
    virtual AccessLog& access_log() = 0;
    virtual ListGifts list_gifts() = 0;
    virtual ListImportJobs list_import_jobs() = 0;
    virtual UndoImport undo_import() = 0;
    virtual DecideRows decide_rows() = 0;
    virtual ManageSettings manage_settings() = 0;
    virtual KeepSearches keep_searches() = 0;
    virtual ManageMasters manage_masters() = 0;
    virtual ManageRetention manage_retention() = 0;
    virtual ManageCampaigns manage_campaigns() = 0;
    virtual ManageTargets manage_targets() = 0;
    virtual MakeRevenueReport make_revenue_report() = 0;
    virtual CompareMovedIn compare_moved_in() = 0;
    virtual VerifyLedger verify_ledger() = 0;
    virtual GatherEvidence gather_evidence() = 0;
    virtual KeepAnchors keep_anchors() = 0;
    virtual const PaperPrinter& paper_printer() = 0;
    virtual const PortalProfileShelf& portal_profiles() = 0;

    /// Moves a whole ledger into another database (persistence/database_tools.hpp).
    virtual DatabaseCopy copy_database(
        const std::string& from_url, const std::string& to_url, const CopyProgress& progress) = 0;
    virtual DatabaseCheck check_database() = 0;

    virtual const Clock& clock() const = 0;
    virtual const domain::EraTable& eras() const = 0;
    virtual const domain::OneStopLimits& one_stop_limits() const = 0;
    virtual const domain::CorporateScheme& corporate_scheme() const = 0;
    /// The bytes of a file. Throws Refusal{NotFound, "file.not_found"} or Refusal{Invalid, "file.is_directory" | "file.unreadable"}.
    virtual std::unique_ptr<portal_import::ByteSource> open_file(const std::filesystem::path& file) const = 0;
    /// What there is to import in a file, an archive or standard input ("-"). Throws Refusal.
    virtual std::vector<GivenFile> given_files(const std::filesystem::path& file) = 0;
    /// Writes what is said about an unexpected failure into the log (no personal data) and gives its incident number.
    virtual std::string log_incident(const std::string& what) const = 0;
};

}  // namespace furusato::application
