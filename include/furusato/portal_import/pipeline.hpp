#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/received_date_rule.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/donation_draft.hpp"
#include "furusato/portal_import/encoding.hpp"
#include "furusato/portal_import/file_reading.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::portal_import {

/// Limits of interfaces.md; settings.
struct ImportLimits {
    int quantity_max = 999;
    long long donation_max_yen = 100'000'000;
    long record_max_bytes = 1'000'000;
    int undecodable_rows_permille = 10;  // more refuse the file; one bad record alone never does
    int order_max_rows = 1'000;          // records of one order are held together in memory
};

/// Everything the pipeline needs besides the file: dated law, profiles, folds and what the caller fixed.
struct ImportSettings {
    const std::vector<PortalProfile>& profiles;
    const domain::EraTable& eras;
    const domain::ReceivedDateRules& received_date_rules;
    const NameFolds& folds;
    domain::Date business_date;
    std::optional<std::string> portal;  // --portal
    std::optional<Encoding> encoding;   // --encoding
    ImportLimits limits{};
};

/// A portal file that was read through once and found fit: bytes → records → fields → orders → drafts, in
/// this order.
///
/// Opening reads the whole file (structure, encoding, portal, individual numbers, rows per order) and throws
/// domain::Refusal{Invalid, "file.…", {{"line", N}, …}} for a file that must not be taken; next() reads it a
/// second time, from its first call on, and yields each order once all its records are there. Memory grows
/// with the number of orders by a few bytes each, not with the file.
class PortalFile {
public:
    PortalFile(ByteSource& source, const ImportSettings& settings);
    ~PortalFile();
    PortalFile(const PortalFile&) = delete;
    PortalFile& operator=(const PortalFile&) = delete;

    const PortalProfile& profile() const;
    Encoding encoding() const;
    /// How it is read and why; what may interest a clerk.
    const FileReading& reading() const;
    /// Records after the header.
    long rows() const;

    /// The next order in the order in which they become complete; nullopt at the end.
    std::optional<OrderOutcome> next();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace furusato::portal_import
