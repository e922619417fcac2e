#include "application/verify_deletions.hpp"

#include <map>
#include <set>

#include "application/deletion_digest.hpp"
#include "application/disposed_archives.hpp"
#include "application/erasing_turn.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/operations.hpp"

namespace furusato::application {
namespace {

using domain::RetentionSubject;

bool tells_what_was_done(Records& records, const Digests& digests, const Deletion& deletion)
{
    const std::string wanted = entity_of(deletion.subject);
    std::vector<std::int64_t> ids;
    records.operations.for_each_digest(deletion.operation,
        [&](const std::string& entity, std::int64_t id, const std::string& action, const std::string&) {
            if (entity == wanted && action == "masked") ids.push_back(id);
        });
    const auto count = static_cast<std::int64_t>(ids.size());
    // A job has many rows and a day many looks; everything else is one record each.
    const bool holds_many =
        deletion.subject == RetentionSubject::ParkedRows || deletion.subject == RetentionSubject::AccessLog;
    return (holds_many ? count > 0 && count <= deletion.records : count == deletion.records) &&
           digest_of_ids(digests, ids) == deletion.ids_digest;
}

}  // namespace

void check_deletions(Records& records, const Digests& digests, const AddFinding& add)
{
    std::map<std::int64_t, std::string> known;
    records.operations.for_each_newest_digest(
        "deletion", [&](std::int64_t id, const std::string& digest, int) { known[id] = digest; });
    for (const Deletion& deletion : records.retention.deletions()) {
        const auto digest = known.extract(deletion.id);
        const bool is_sound = !digest.empty() && digest.mapped() == digest_of(digests, deletion) &&
                              tells_what_was_done(records, digests, deletion);
        if (!is_sound) add("verify.deletion_changed", std::to_string(deletion.id));
    }
    for (const auto& [id, digest] : known) add("verify.deletion_missing", std::to_string(id));
}

void check_archives(
    Records& records, const FileArchive& archive, const ProcessWatch& processes, const AddFinding& add)
{
    const auto told = disposed_archives(records);
    std::map<std::string, std::int64_t> disposed;  // file and job
    std::set<std::string> kept;
    for (const ImportJob& job : records.import_jobs.list(std::nullopt)) {
        const auto deletion = told.find(job.id.value);
        std::optional<domain::Date> day;
        if (deletion != told.end()) day = deletion->second.as_of;
        if (job.archive_disposed_on != day) add("verify.archive_flag_differs", std::to_string(job.id.value));
        if (day) {
            disposed.emplace(job.archive_file, job.id.value);
        } else {
            kept.insert(job.archive_file);
        }
    }
    // Files go after the ledger has told it: a run at work is about to remove them.
    if (is_being_erased(records, processes)) return;
    for (const auto& [file, job] : disposed) {
        if (kept.count(file) == 0 && archive.holds(file))
            add("verify.archive_not_removed", std::to_string(job));
    }
}

}  // namespace furusato::application
