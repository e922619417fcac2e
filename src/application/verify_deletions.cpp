#include "application/verify_deletions.hpp"

#include <map>

#include "application/deletion_digest.hpp"
#include "furusato/application/operations.hpp"

namespace furusato::application {
namespace {

using domain::RetentionSubject;

/// The entity whose entries an operation of this subject leaves; empty where it leaves none.
std::string entity_of(RetentionSubject subject)
{
    switch (subject) {
        case RetentionSubject::GiftRecipient:
        case RetentionSubject::DonationContact: return "donation";
        case RetentionSubject::PaymentPayer: return "payment";
        default: return {};
    }
}

bool tells_what_was_done(Records& records, const Digests& digests, const Deletion& deletion)
{
    const std::string wanted = entity_of(deletion.subject);
    if (wanted.empty()) return true;
    std::vector<std::int64_t> ids;
    records.operations.for_each_digest(deletion.operation,
        [&](const std::string& entity, std::int64_t id, const std::string& action, const std::string&) {
            if (entity == wanted && action == "masked") ids.push_back(id);
        });
    return static_cast<std::int64_t>(ids.size()) == deletion.records &&
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

}  // namespace furusato::application
