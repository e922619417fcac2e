#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/file_archive.hpp"
#include "furusato/application/import_portal_csv.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/domain/receipt.hpp"
#include "furusato/portal_import/find_records.hpp"

namespace furusato::application {

/// Where the first facts of a donation stand: in the archived file as it came, nowhere (typed by hand), in a file that is gone or no
/// longer what it was, or in one whose time was over, as the ledger of deletions tells.
enum class SourceState { AsItCame, ByHand, Missing, Changed, Disposed };

/// An operation that touched the donation, its receipts or payments, with its place in the audit chain.
struct EvidenceOperation {
    StoredOperation operation;
    std::vector<FieldChange> fields;  // of the donation
    std::optional<AuditLink> link;    // none while it is open
    std::optional<Anchor> anchor;     // the first that covers the link
    bool is_sound =
        false;  // entries and link are what they must be, and the chain leads from it to the anchor
};

struct EvidenceReceipt {
    domain::Receipt receipt;
    bool is_sound = false;
};

struct EvidencePayment {
    Payment payment;
    bool is_sound = false;
};

/// Everything that proves one donation (証跡一式).
struct DonationEvidence {
    DonationDetail detail;
    std::vector<std::pair<std::string, std::string>> facts;  // field and value, as history keeps them
    SourceState source = SourceState::ByHand;
    std::optional<Deletion> disposal{};                      // of the file
    std::vector<portal_import::FileRecord> records;          // of the file, as they stood there
    std::vector<std::pair<std::string, std::string>> typed;  // by hand: field and first value
    std::optional<domain::ReceivedDateRule> rule;            // that gave received_on
    std::vector<EvidenceReceipt> receipts;
    std::vector<EvidencePayment> payments;
    std::vector<EvidenceOperation> operations;  // oldest first
    bool is_donation_sound = false;             // row, purposes, gifts and revenue are what history says
    /// Whether all of it is as it was written.
    bool is_sound() const;
};

/// Gathers and checks everything about one donation, for an auditor.
class GatherEvidence {
public:
    GatherEvidence(Store& store, const FileArchive& archive, const Digests& digests, const Clock& clock,
        const ImportRules& rules, const PackedFiles* packed_files = nullptr)
        : store_{store},
          archive_{archive},
          digests_{digests},
          clock_{clock},
          rules_{rules},
          packed_files_{packed_files}
    {}

    /// By donation, portal order or receipt number. Throws Refusal{NotFound, "donation.unknown"}.
    DonationEvidence execute(const std::string& number);

private:
    void read_source(DonationEvidence& evidence) const;
    void read_disposal(Records& records, DonationEvidence& evidence) const;
    void read_parts(Records& records, DonationEvidence& evidence) const;
    void read_operations(Records& records, DonationEvidence& evidence) const;
    bool is_sealed_by(
        Records& records, const AuditTrail& trail, const AuditLink& link, const Anchor& anchor) const;

    Store& store_;
    const FileArchive& archive_;
    const Digests& digests_;
    const Clock& clock_;
    ImportRules rules_;
    const PackedFiles* packed_files_;
};

}  // namespace furusato::application
