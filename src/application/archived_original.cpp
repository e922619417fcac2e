#include "application/archived_original.hpp"

#include <algorithm>

#include "furusato/application/retention.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

bool is_sound(const ImportPorts& ports, const std::string& archive_file, const std::string& sha256)
{
    if (!ports.archive.holds(archive_file)) return false;
    const auto source = ports.archive.open(archive_file);
    const auto digest = ports.digests.sha256();
    std::vector<char> buffer(1 << 18);
    while (const std::size_t count = source->read(buffer.data(), buffer.size()))
        digest->add({buffer.data(), count});
    return digest->hex() == sha256;
}

void keep_original(const ImportPorts& ports, WatchedSource& source, const std::string& archive_file,
    const std::string& sha256)
{
    if (is_sound(ports, archive_file, sha256)) return;
    ports.archive.keep(source, archive_file);
    if (source.sha256() != sha256) throw domain::Refusal{domain::RefusalKind::Conflict, "file.changed"};
}

void drop_unclaimed(const ImportPorts& ports, const std::string& archive_file)
{
    // If it cannot be asked, the copy stays: better one too many than one that a job would go on from.
    try {
        ports.store.write(Durability::Confirmed, [&](Records& records) {
            // Whoever opens a job writes this row too: it comes before and is seen, or after and finds the copy gone.
            const RetentionTurn turn = records.retention.turn();
            records.retention.pass_turn(turn.owner, turn.owner, turn.owner_seen_at);
            const auto jobs = records.import_jobs.list(std::nullopt);
            if (std::none_of(jobs.begin(), jobs.end(),
                    [&](const ImportJob& job) { return job.archive_file == archive_file; }))
                ports.archive.remove(archive_file);
        });
    } catch (const StorageError&) {
    }
}

}  // namespace furusato::application
