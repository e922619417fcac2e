#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/change_donation.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/row_issue.hpp"

namespace furusato::application {

/// How a statement is written: etc/payments/<id>.json.
struct PaymentProfile {
    std::string id;
    std::string label;
    std::vector<std::string> paid_on, amount, payer, reference;  // header names, first match wins
    std::vector<std::string> required;           // "paid_on", "amount" …: the layout is known by them
    std::vector<std::string> payer_prefixes;     // words before the name ("フリコミ")
    std::vector<domain::PaymentMethod> methods;  // what such a statement pays; empty: anything
};

struct PaymentFile {
    std::string name;
    std::optional<std::string> profile;
    bool dry_run = false;
    Caller caller;
};

/// What a statement held: read = matched + ambiguous + unmatched + known + errors; lines without money that came are none.
struct PaymentImportSummary {
    std::string profile;
    std::int64_t read = 0;
    std::int64_t known = 0;  // stood in an earlier statement
    std::map<PaymentState, std::int64_t> counts;
    std::map<PaymentState, domain::Yen> amounts;
    std::vector<portal_import::RowIssue> issues;
    std::vector<Payment> payments;  // new ones
};

/// A payment as listed, with the number of its donation.
struct ListedPayment {
    Payment payment;
    std::string donation;
};

struct ChangeReason;
struct DonationIds;

/// Finds the donations that awaited what came in: one payment for one donation, by the number it names, else by name and amount where as
/// many donations of one donor as payments fit. Everything else waits for a clerk; a donation received already is only linked.
class MatchPayments {
public:
    MatchPayments(Store& store, const Digests& digests, const Clock& clock, ChangeRules rules,
        std::vector<PaymentProfile> profiles)
        : store_{store},
          digests_{digests},
          trail_{store, digests, clock},
          rules_{rules},
          profiles_{std::move(profiles)}
    {}

    /// Throws Refusal{Invalid, "file.…" | "payment.layout_unknown"}; the same statement again changes nothing.
    PaymentImportSummary import(const PaymentFile& file, portal_import::ByteSource& source);
    /// A clerk's decision; another amount than the donation's needs a reason and becomes the donation's. A donation that is received
    /// with this amount and has no payment yet is only linked. Throws Refusal as ChangeDonation::pay, and NotFound "payment.unknown",
    /// Conflict "payment.state", "payment.paid_already", "payment.amount_differs".
    ListedPayment match(std::int64_t id, const DonationChange& why, const PaymentFacts& facts);
    /// No donation (interest, a mistake of the bank). Needs a reason.
    ListedPayment set_aside(std::int64_t id, const std::string& reason, const Caller& caller);
    /// Takes a match or a setting aside back. A donation that still stands as the payment left it is awaited again; any other stays
    /// as it is. Needs a reason.
    ListedPayment release(std::int64_t id, const std::string& reason, const Caller& caller);
    std::vector<ListedPayment> list(std::optional<PaymentState> state);

private:
    struct Plan;
    Plan read(const PaymentFile& file, portal_import::ByteSource& source, PaymentImportSummary& summary);
    void drop_known(Plan& plan, PaymentImportSummary& summary);
    void find_donations(Plan& plan, const domain::Date& today);
    void store_batch(std::vector<Payment>& batch, const Caller& caller);
    void settle(Records& records, Payment& payment, const Caller& caller, domain::OperationId operation,
        DonationIds& next, std::vector<HistoryEntry>& touched) const;
    void pay(Records& records, const Payment& payment, const PaymentFacts& facts, const DonationChange& why,
        domain::OperationId operation, DonationIds& next, std::vector<HistoryEntry>& touched) const;
    void link(Records& records, Payment& payment, const domain::Donation& donation) const;
    void take_back(Records& records, const Payment& payment, const ChangeReason& why,
        domain::OperationId operation, DonationIds& next, std::vector<HistoryEntry>& touched) const;
    using Decide = std::function<void(Records&, Payment&, domain::OperationId, std::vector<HistoryEntry>&)>;
    ListedPayment decide(std::int64_t id, const std::string& kind, const std::string& reason,
        const Caller& caller, const Decide& decide);

    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    ChangeRules rules_;
    std::vector<PaymentProfile> profiles_;
};

}  // namespace furusato::application
