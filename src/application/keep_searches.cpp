#include "furusato/application/keep_searches.hpp"

#include <algorithm>

#include "application/search_digest.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;

constexpr std::size_t kLongestName = 60;      // bytes of saved_searches.name: 20 characters
constexpr std::size_t kLongestFilter = 2000;  // bytes of saved_searches.filter_text
constexpr auto kEntity = "saved_search";

std::optional<SavedSearch> search_named(Records& records, const std::string& name)
{
    for (auto& search : records.settings.searches()) {
        if (search.name == name) return search;
    }
    return std::nullopt;
}

}  // namespace

std::vector<SavedSearch> KeepSearches::list()
{
    std::vector<SavedSearch> searches;
    store_.read([&](Records& records) { searches = records.settings.searches(); });
    return searches;
}

SavedSearch KeepSearches::find(const std::string& name)
{
    std::optional<SavedSearch> found;
    store_.read(
        [&](Records& records) { found = search_named(records, std::string{portal_import::trimmed(name)}); });
    if (!found) throw Refusal{RefusalKind::NotFound, "search.unknown", {{"name", name}}};
    return *found;
}

void KeepSearches::save(const std::string& typed, const std::string& filter, const Caller& caller)
{
    const std::string name{portal_import::trimmed(typed)};
    if (name.empty() || name.size() > kLongestName)
        throw Refusal{RefusalKind::Invalid, "search.name_invalid", {{"name", name}}};
    if (filter.empty() || filter.size() > kLongestFilter)
        throw Refusal{RefusalKind::Invalid, "search.filter_empty", {{"name", name}}};
    const std::int64_t id = store_.draw_ids(kEntity, 1);
    const auto work = [&](Records& records, domain::OperationId operation,
                          std::vector<HistoryEntry>& touched) {
        const auto before = search_named(records, name);
        const SavedSearch search{before ? before->id : id, name, filter};
        if (before) records.settings.remove_search(before->id);
        records.settings.add_search(search, operation);
        touched.push_back({kEntity, search.id, before ? "changed" : "added", digest_of(digests_, search),
            {{"filter", before ? before->filter : "", filter}}});
    };
    try {
        trail_.perform({"search.save", caller.actor, "clerk", name, "", caller.business_date}, work);
    } catch (const DuplicateKey&) {
        throw Refusal{RefusalKind::Conflict, "search.saved_meanwhile", {{"name", name}}};
    }
}

void KeepSearches::forget(const std::string& name, const Caller& caller)
{
    const SavedSearch known = find(name);
    trail_.perform({"search.forget", caller.actor, "clerk", known.name, "", caller.business_date},
        [&](Records& records, domain::OperationId, std::vector<HistoryEntry>& touched) {
            const auto before = search_named(records, known.name);
            if (!before) throw Refusal{RefusalKind::NotFound, "search.unknown", {{"name", known.name}}};
            records.settings.remove_search(before->id);
            touched.push_back({kEntity, before->id, "removed", digest_of_forgotten(digests_),
                {{"filter", before->filter, ""}}});
        });
}

}  // namespace furusato::application
