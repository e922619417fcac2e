#include "application/verify_searches.hpp"

#include <map>

#include "application/search_digest.hpp"
#include "furusato/application/operations.hpp"

namespace furusato::application {

void check_searches(Records& records, const Digests& digests, const AddFinding& add)
{
    std::map<std::int64_t, std::string> known;
    records.operations.for_each_newest_digest(
        "saved_search", [&](std::int64_t id, const std::string& digest, int) { known[id] = digest; });
    for (const SavedSearch& search : records.settings.searches()) {
        const auto digest = known.extract(search.id);
        if (digest.empty() || digest.mapped() != digest_of(digests, search))
            add("verify.search_changed", search.name);
    }
    const std::string forgotten = digest_of_forgotten(digests);
    for (const auto& [id, digest] : known) {
        if (digest != forgotten) add("verify.search_missing", std::to_string(id));
    }
}

}  // namespace furusato::application
