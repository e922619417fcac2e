#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/donation.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "furusato/portal_import/row_issue.hpp"

namespace furusato::portal_import {

/// What is wrong with a record, in which column.
struct Fault {
    std::string code;
    std::string column;
    std::string value;
    IssueWeight weight = IssueWeight::Error;
};

/// One delivery of a subscription (定期便).
struct Shipment {
    std::string gift_code;  // of the subscription
    int number = 1;
    int of = 1;
};

/// One record with its values read.
struct CleanLine {
    long line = 0;
    long row = 0;
    std::string raw;
    std::optional<Fault> fault;  // the first thing wrong with it
    domain::Date applied_on{2000, 1, 1};
    std::optional<domain::Date> paid_on;
    std::string status_written;
    std::optional<ToldState> told_state;  // nullopt: a word that no table knows
    std::string payment_status_written;   // empty where the layout has no column for it
    std::optional<bool> told_paid;        // nullopt: a word that no table knows
    std::string one_stop_written;
    domain::GiftLine gift;  // its amount is the line's
    domain::PurposeShare purpose;
    std::optional<bool> told_one_stop;  // nullopt: a word that no table knows
    bool is_one_stop_requested = false;
    std::uint64_t content_hash = 0;
    bool is_further_group = false;                 // of the record of the line before
    std::optional<domain::Yen> told_order_amount;  // where the amount column is the whole donation's
    bool has_own_amount = false;                   // … and the gift has one of its own
    std::optional<Shipment> shipment;
};

/// An order with its values read: facts of the donation from its first record, amounts still per line.
struct CleanOrder {
    domain::Donation donation;
    std::vector<CleanLine> lines;
    long skipped_rows = 0;
    std::optional<domain::Yen> amount;           // where the file tells it for the order as a whole
    std::vector<domain::PurposeShare> purposes;  // the same
    bool has_undetermined_amount = false;
};

}  // namespace furusato::portal_import
