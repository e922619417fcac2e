#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/receipt_printer.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

struct ReceiptRequest {
    std::optional<domain::TaxYear> tax_year;       // default: all years
    std::optional<domain::Date> received_through;  // default: the business date
    std::vector<std::string> donations;            // donation numbers; empty: all that are due
    std::filesystem::path out;
    Caller caller;
};

/// A donation that got no receipt, and why.
struct SkippedReceipt {
    std::string donation;  // number as shown or as asked for
    std::string code;
    std::string detail;  // e.g. the characters no font has
};

/// What a run issued (interfaces.md `receipt issue`).
struct ReceiptRunSummary {
    std::int64_t run = 0;
    std::int64_t issued = 0;
    int pages = 0;
    std::string first_number;
    std::string last_number;
    domain::Yen amount;
    std::vector<SkippedReceipt> skipped;
    std::map<std::string, std::int64_t> skipped_counts;
    std::string file;
    std::string sha256;
    std::vector<std::int64_t> runs_to_print;  // earlier runs whose sheets were never completed
    std::vector<std::string> notes;           // codes of things to look at (no mayor's name set …)
};

/// What a run would issue now, in the order of its sheets.
struct DueReceipts {
    std::vector<domain::Donation> donations;
    domain::Yen amount;
    std::vector<SkippedReceipt> skipped;
    std::map<std::string, std::int64_t> skipped_counts;
};

/// A receipt as listed.
struct ListedReceipt {
    domain::Receipt receipt;
    std::string number;
};

/// Issues receipts: each received donation once, numbers without gaps, facts frozen, one PDF per run (rules.md §1).
class IssueReceipts {
public:
    using Progress = std::function<void(std::int64_t done, std::int64_t in_all)>;

    IssueReceipts(Store& store, const Digests& digests, const Clock& clock, const ProcessWatch& processes,
        const ReceiptPrinter& printer, std::vector<ReceiptWording> wordings, const domain::EraTable& eras)
        : store_{store},
          digests_{digests},
          clock_{clock},
          trail_{store, digests, clock},
          processes_{processes},
          printer_{printer},
          wordings_{std::move(wordings)},
          eras_{eras}
    {}

    /// Throws Refusal{Invalid, "receipt.settings_missing" | "file.not_writable"}; nothing is issued unless the PDF is complete.
    ReceiptRunSummary execute(const ReceiptRequest& request, const Progress& progress);

    /// The list of what is not issued yet: draws no number and writes nothing.
    DueReceipts due(const ReceiptRequest& request);

    /// Draws the sheets of a run again from the frozen facts. Throws Refusal{NotFound, "receipt.run_unknown"}.
    ReceiptRunSummary print_again(std::int64_t run, const std::filesystem::path& out);

    /// Makes a receipt void for a reason (1 to 200 characters): its number is never used again, its donation may be changed and gets a
    /// new receipt. Throws Refusal: NotFound "receipt.unknown", Conflict "receipt.void_already", Invalid "reason.missing".
    ListedReceipt make_void(const std::string& number, const std::string& reason, const Caller& caller);

    /// Newest first.
    std::vector<ReceiptRun> runs();

    /// In order of number.
    std::vector<ListedReceipt> list(std::optional<domain::TaxYear> year);

private:
    struct Selection {
        std::vector<domain::Donation> donations;
        domain::ReceiptIssuer issuer;
        ReceiptRunSummary summary;
    };

    void finish_interrupted();
    Selection select(const ReceiptRequest& request);
    void select_named(Records& records, const ReceiptRequest& request,
        const std::vector<DutyAssignment>& duties, Selection& selection) const;
    void consider(const ListedDonation& listed, const std::vector<DutyAssignment>& duties,
        const ReceiptRequest& request, Selection& selection) const;
    std::optional<SkippedReceipt> reason_against(const domain::Donation& donation,
        const domain::ReceiptIssuer& issuer, const domain::Date& today) const;
    domain::ReceiptIssuer issuer_on(const std::vector<CitySetting>& settings, const domain::Date& day) const;
    const ReceiptWording& wording_on(const domain::Date& day) const;
    const ReceiptWording& wording_of(const std::string& version) const;
    std::vector<domain::Receipt> store_receipts(
        Selection& selection, const ReceiptRequest& request, ReceiptRun& run);
    void take_back(const ReceiptRun& run, const std::string& reason);
    domain::Receipt receipt_for(const domain::Donation& donation, const domain::ReceiptIssuer& issuer,
        const std::string& wording, const domain::Date& today) const;
    void drop_changed(Records& records, Selection& selection) const;
    int draw(const std::vector<domain::Receipt>& receipts, const std::filesystem::path& out,
        const Progress& progress) const;
    std::string sha256_of_file(const std::filesystem::path& file) const;

    Store& store_;
    const Digests& digests_;
    const Clock& clock_;
    AuditTrail trail_;
    const ProcessWatch& processes_;
    const ReceiptPrinter& printer_;
    std::vector<ReceiptWording> wordings_;
    const domain::EraTable& eras_;
};

}  // namespace furusato::application
