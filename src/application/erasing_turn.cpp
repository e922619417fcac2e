#include "application/erasing_turn.hpp"

#include "furusato/application/import_jobs.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;

constexpr auto kNobody = "";

bool is_at_work(const RetentionTurn& turn, const ProcessWatch& processes)
{
    return !turn.owner.empty() && processes.is_alive(turn.owner, turn.owner_seen_at);
}

}  // namespace

bool is_being_erased(Records& records, const ProcessWatch& processes)
{
    return is_at_work(records.retention.turn(), processes);
}

void refuse_while_erasing(Records& records, const ProcessWatch& processes)
{
    if (is_being_erased(records, processes)) throw Refusal{RefusalKind::Conflict, "import.retention_running"};
}

void require_nobody_erases(Records& records, const ProcessWatch& processes, const std::string& now)
{
    refuse_while_erasing(records, processes);
    if (!records.retention.pass_turn(records.retention.turn().owner, kNobody, now))
        throw Refusal{RefusalKind::Conflict, "import.retention_running"};
}

ErasingTurn::ErasingTurn(Store& store, const ProcessWatch& processes, const Clock& clock)
    : store_{store}, clock_{clock}, owner_{processes.self()}
{
    store_.write(Durability::Confirmed, [&](Records& records) {
        const RetentionTurn turn = records.retention.turn();
        if (is_at_work(turn, processes)) throw Refusal{RefusalKind::Conflict, "retention.running"};
        // One that was stopped counts too: whoever finishes it brings donations and donors of its own time.
        const auto jobs = records.import_jobs.unfinished();
        if (!jobs.empty()) {
            const ImportJob& job = jobs.front();
            throw Refusal{RefusalKind::Conflict, "retention.import_open",
                {{"file", job.file_name}, {"job", std::to_string(job.id.value)}}};
        }
        if (!records.retention.pass_turn(turn.owner, owner_, clock_.now_utc()))
            throw Refusal{RefusalKind::Conflict, "retention.running"};
    });
}

ErasingTurn::~ErasingTurn()
{
    // If it cannot be given back, the end of the process says so to whoever comes next.
    try {
        store_.write(Durability::Confirmed,
            [&](Records& records) { records.retention.pass_turn(owner_, kNobody, kNobody); });
    } catch (const StorageError&) {
    }
}

void ErasingTurn::keep(Records& records) const
{
    if (!records.retention.pass_turn(owner_, owner_, clock_.now_utc()))
        throw Refusal{RefusalKind::Conflict, "retention.taken_over"};
}

}  // namespace furusato::application
