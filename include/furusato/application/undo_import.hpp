#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/change_donation.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

/// What becomes, or would become, of one donation that an import brought or changed.
struct UndoneItem {
    enum class Outcome { Withdrawn, Restored, Kept, Nothing };
    Outcome outcome = Outcome::Nothing;  // Nothing: it stands as before the import already
    std::string number;
    std::string order_number;
    std::string name;
    domain::Yen amount;
    std::vector<FieldChange> changes;               // of one that is put back
    std::optional<domain::Refusal> kept_because{};  // stays as it is, because
};

struct UndoCounts {
    domain::OperationId first;  // of the group; 0 for a preview or when nothing changed
    std::int64_t withdrawn = 0;
    std::int64_t restored = 0;
    std::int64_t kept = 0;
    std::int64_t undone_before = 0;  // by an earlier undo of the same job
    domain::Yen withdrawn_yen;
    bool is_stopped = false;  // on request, between two batches; doing it again does the rest
};

struct UndoRequest {
    domain::JobId job;
    std::string reason;
    bool is_preview = false;
    Caller caller;
    std::function<bool()> is_stop_wanted = [] { return false; };
    std::function<void(std::int64_t done, std::int64_t in_all)> progress = [](std::int64_t, std::int64_t) {};
};

/// Takes an import back in operations of a few donations each: what it added is withdrawn (out of every list and figure, its number and
/// history stay, the portal's number is free again), what it changed is put back. What somebody changed since, what has a payment, a
/// receipt or a ticket stays and is told. A kill leaves whole operations; doing it again does the rest.
class UndoImport {
public:
    using Visit = std::function<void(const UndoneItem&)>;

    UndoImport(Store& store, const Digests& digests, const Clock& clock, const ProcessWatch& processes,
        ChangeRules rules)
        : store_{store},
          digests_{digests},
          clock_{clock},
          processes_{processes},
          trail_{store, digests, clock},
          rules_{rules}
    {}

    /// Visits all donations but those of outcome Nothing. A job that an interruption left is ended first, with what it stored.
    /// Throws Refusal: NotFound "import.job_unknown", Conflict "import_undo.running" while its process lives,
    /// "import.retention_running", Invalid "reason.invalid".
    UndoCounts execute(const UndoRequest& request, const Visit& visit);

private:
    struct Touched;
    struct Run;

    Run begin(const UndoRequest& request);
    void end_interrupted(const ImportJob& job);
    std::vector<Touched> touched_by(Records& records, Run& run) const;
    UndoneItem try_one(Records& records, const domain::Donation& before, const Touched& touched,
        const Run& run, domain::Donation& after) const;
    void check(Records& records, const domain::Donation& before, const domain::Donation& after,
        const Run& run) const;
    void run_batch(const std::vector<Touched>& batch, Run& run, const Visit& visit);
    void mark_undone(const Run& run);

    Store& store_;
    const Digests& digests_;
    const Clock& clock_;
    const ProcessWatch& processes_;
    AuditTrail trail_;
    ChangeRules rules_;
};

}  // namespace furusato::application
