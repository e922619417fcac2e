#pragma once

#include <functional>
#include <string>
#include <vector>

#include "furusato/application/clock.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// What the link of an operation covers: the number of its history entries and the digest over them.
struct EntriesSeal {
    std::int64_t entries = 0;
    std::string digest;
};

/// Runs writes as operations and chains them: one link per operation, SHA-256 over the link before, the operation's head and its entries.
class AuditTrail {
public:
    AuditTrail(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, clock_{clock}
    {}

    /// The work of an operation: may write through the records and says which records it touched.
    using Work = std::function<void(
        Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched)>;

    /// Runs a short operation in one transaction, linked and done at its end; `before_commit` errors roll everything back.
    domain::OperationId perform(const OperationStart& start, const Work& work);

    /// Digest over the entries of an operation that spans several transactions; called before its last one.
    /// `to_come` is written in that last one; its entries stand behind all others in the order of entity and id, and change no fields.
    EntriesSeal seal(
        Records& records, domain::OperationId operation, const std::vector<HistoryEntry>& to_come = {}) const;
    /// Links the operation and marks it done, inside its last transaction.
    void close(Records& records, domain::OperationId operation, const EntriesSeal& seal) const;

    /// The link that these facts must have; verify recomputes it.
    std::string link_of(const std::string& previous_link, const StoredOperation& operation,
        const EntriesSeal& seal, const std::string& lane = "cli") const;

private:
    Store& store_;
    const Digests& digests_;
    const Clock& clock_;
};

}  // namespace furusato::application
