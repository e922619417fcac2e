#pragma once

#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/row_issue.hpp"

namespace furusato::application {

/// A ceiling in permille from a day on.
struct DatedLimit {
    domain::Date valid_from;
    int permille = 0;
};

/// What an import of gifts did; read = added + updated + unchanged + refused.
struct GiftImportSummary {
    std::int64_t read = 0;
    std::int64_t added = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t refused = 0;
    std::vector<portal_import::RowIssue> issues;
};

/// Takes a CSV of gifts into the catalogue: a new code is a new gift, a changed one a new version from its 適用開始日 (or the
/// business date) on. A gift whose procurement cost is over the limit in force (rules.md 4.4, permille of the required donation) is refused, and so is a version older than the newest.
class ImportGifts {
public:
    ImportGifts(Store& store, const Digests& digests, const Clock& clock, std::vector<DatedLimit> cost_limits)
        : store_{store},
          digests_{digests},
          trail_{store, digests, clock},
          cost_limits_{std::move(cost_limits)}
    {}

    /// Throws Refusal{Invalid, "file.…"} for a file that is no table of gifts; rows at fault are listed, the others stored.
    GiftImportSummary execute(portal_import::ByteSource& source, const Caller& caller);

private:
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    std::vector<DatedLimit> cost_limits_;
};

}  // namespace furusato::application
