#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/donation.hpp"
#include "furusato/domain/search_term.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/row_issue.hpp"

namespace furusato::portal_import {

/// Comparison keys of the applicant (names_and_addresses.md §3); empty where the file gives nothing or the
/// name is damaged.
struct DonorKeys {
    std::string name;
    std::string kana;
    std::string phone;
    std::string mail;
    std::string postal_code;
    std::string birth_date;
    std::string address;
};

/// A donation as the portal tells it, checked, without ids, number and donor; purposes carry the profile's
/// codes only.
struct DonationDraft {
    /// State AwaitingPayment, Received or Cancelled; file_row and file_line are those of the first record.
    domain::Donation donation;
    DonorKeys keys;
    std::vector<domain::SearchTerm> terms;  // what the applicant is looked up by
};

/// The keys by which a donation's applicant is compared.
DonorKeys donor_keys(const domain::Donation& donation, const NameFolds& folds);

/// What became of one order of the file (or of one record that belongs to none).
struct OrderOutcome {
    enum class Kind { Draft, Held, Error, StrayRow };
    Kind kind = Kind::Draft;
    std::string order_number;
    long rows = 0;                       // records that count as the order's outcome
    long skipped_rows = 0;               // copies of records already counted
    std::optional<DonationDraft> draft;  // for Draft; for Held too where the record could be read
    /// One per counted record of an order that is not taken (the good ones: order.incomplete); none for Draft.
    std::vector<RowIssue> issues;
};

}  // namespace furusato::portal_import
