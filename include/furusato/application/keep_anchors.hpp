#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/anchor.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/clock.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// An anchor, and whether it was made just now or had been there.
struct MadeAnchor {
    Anchor anchor;
    bool is_new = false;
};

/// What a paper says against what the ledger says.
enum class AnchorAgreement {
    Same,
    Differs,  // the ledger has another digest for the day
    Missing,  // the ledger has no anchor of the day: it was taken away, or the paper is another ledger's
    Broken,   // the ledger's digest is the paper's, but the anchor's own facts or the chain no longer fit it
};

struct ComparedAnchor {
    AnchorAgreement agreement = AnchorAgreement::Missing;
    std::optional<Anchor> anchor;
};

/// The first twelve bytes of an anchor's digest as six groups of four digits "3f2a 91bc …": enough that nobody finds a second ledger
/// with it, short enough to compare by eye.
std::string short_form(const std::string& digest);

/// The daily anchors of the audit chain: made at the end of a day by hand, else by the first operation of a later day; kept on paper.
class KeepAnchors {
public:
    KeepAnchors(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, clock_{clock}
    {}

    /// Seals a day with everything that is linked now; again on the same day it gives the anchor that is there. Throws Refusal{Invalid,
    /// "audit.day_to_come"}, {Conflict, "audit.day_passed"} for a day before the last anchor's (the business date itself may be sealed where
    /// that anchor was dated ahead), {Conflict, "audit.nothing_linked"}.
    MadeAnchor make(const std::optional<domain::Date>& day, const Caller& caller);
    /// Those of these days, both ends inclusive, in the order in which they were made.
    std::vector<Anchor> list(
        const std::optional<domain::Date>& from, const std::optional<domain::Date>& through);
    /// Compares the short form, or more digits of the whole digest, in any width, case and grouping. Throws Refusal{Invalid,
    /// "audit.digest_invalid"} for what cannot be one.
    ComparedAnchor compare(const domain::Date& day, const std::string& written);

private:
    Store& store_;
    const Digests& digests_;
    const Clock& clock_;
};

}  // namespace furusato::application
