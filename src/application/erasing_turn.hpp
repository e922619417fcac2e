#pragma once

#include <string>

#include "furusato/application/clock.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Whether a living process erases.
bool is_being_erased(Records& records, const ProcessWatch& processes);

/// Before an import does anything. Throws Refusal{Conflict, "import.retention_running"} while a living process erases.
void refuse_while_erasing(Records& records, const ProcessWatch& processes);

/// Inside the transaction that opens an import job: an import keeps in mind which contact each donor has, so nobody may erase meanwhile.
/// Throws Refusal{Conflict, "import.retention_running"} while a living process erases; the turn of a dead one ends here.
void require_nobody_erases(Records& records, const ProcessWatch& processes, const std::string& now);

/// The turn of one run of retention: no import is open and no other run erases until it is given back, with the object at the latest.
class ErasingTurn {
public:
    /// Throws Refusal Conflict "retention.running", or "retention.import_open" with {{"file", …}, {"job", …}}.
    ErasingTurn(Store& store, const ProcessWatch& processes, const Clock& clock);
    ~ErasingTurn();
    ErasingTurn(const ErasingTurn&) = delete;
    ErasingTurn& operator=(const ErasingTurn&) = delete;

    /// A sign of life inside each transaction of the run. Throws Refusal{Conflict, "retention.taken_over"} when the turn is another's.
    void keep(Records& records) const;

private:
    Store& store_;
    const Clock& clock_;
    std::string owner_;
};

}  // namespace furusato::application
