#include <algorithm>
#include <unordered_map>

#include "furusato/domain/refusal.hpp"
#include "persistence/sql_donation_walk.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationOrder;

namespace {

constexpr std::size_t kListSize = 100;

[[noreturn]] void refuse_cursor()
{
    throw domain::Refusal{domain::RefusalKind::Invalid, "list.cursor_lost"};
}

bool holds(const std::vector<std::int64_t>& sorted, std::int64_t id)
{
    return std::binary_search(sorted.begin(), sorted.end(), id);
}

}  // namespace

bool DonationWalk::is_found(std::int64_t id, std::int64_t donor) const
{
    return holds(donors_, donor) || holds(numbered_, id);
}

void DonationWalk::start_found()
{
    const bool may_come_by_word =
        filter_.may_come_by_word && filter_.order == DonationOrder::Entry && !filter_.descending;
    const auto most = static_cast<std::int64_t>(sizes_.most_words);
    gather_numbers();
    if (may_come_by_word && words_behind(connection_, filter_.terms, most + 1) > most)
        begin_by_word();
    else
        pick_donors();
    // What comes from now on asks for the other conditions only.
    filter_.terms.clear();
    filter_.order_numbers.clear();
    filter_.search.clear();
}

/// What was found by number: few, whatever their place.
void DonationWalk::gather_numbers()
{
    if (filter_.order_numbers.empty()) return;
    const auto portals = portals_of(connection_);
    // The index on order numbers begins with the portal.
    if (!portals.empty())
        gather(in_list(in_list(along_, "d.portal", {portals.begin(), portals.end()}), "d.portal_order_number",
            {filter_.order_numbers.begin(), filter_.order_numbers.end()}));
    const auto former = former_donations(connection_, filter_.order_numbers);
    if (!former.empty()) gather(in_list(along_, "d.id", {former.begin(), former.end()}));
    for (const Place& place : gathered_) numbered_.push_back(place.id);
    std::sort(numbered_.begin(), numbered_.end());
    numbered_.erase(std::unique(numbered_.begin(), numbered_.end()), numbered_.end());
}

// ---- in the order asked for

void DonationWalk::pick_donors()
{
    if (filter_.after_donor) refuse_cursor();
    donors_ = donors_behind(connection_, filter_.terms);
    for (const Place& place : gathered_) {
        if (holds(donors_, place.donor)) std::erase(numbered_, place.id);
    }
    gathered_.clear();
    is_picked_ = true;
    if (are_few_donors()) end_gathering(gather_donors());
}

/// Whether their donations are sooner gathered than met on the way.
bool DonationWalk::are_few_donors()
{
    if (donors_.size() <= sizes_.most_donors) return true;
    if (donors_.size() > sizes_.most_gathered / 10) return false;
    const auto all = static_cast<std::size_t>(edge(connection_, "MAX", "donor_id").value_or(0));
    return donors_.size() * sizes_.window < all * sizes_.fewest_hits;
}

/// False when there are too many.
bool DonationWalk::gather_donors()
{
    bool fits = true;
    const auto gather_of = [&](const char* column, const std::vector<std::int64_t>& ids) {
        in_lists_of<std::int64_t>(kListSize, ids, [&](const Connection::Values& list) {
            fits = fits && gather(after_cursor(in_list(along_, column, list)));
        });
    };
    gather_of("d.donor_id", donors_);
    gather_of("d.id", numbered_);
    return fits;
}

// ---- in the order of the words: what was found by number, then donor by donor

void DonationWalk::begin_by_word()
{
    by_word_.emplace(connection_, filter_.terms);
    if (filter_.after && filter_.after_donor) {
        gathered_.clear();
        is_at_words_ = true;
        if (!by_word_->pass(filter_.after_donor->value)) refuse_cursor();
        gather_by_word({filter_.after_donor->value});
        std::erase_if(gathered_, [&](const Place& place) { return place.id <= filter_.after->value; });
        return;
    }
    if (filter_.after) {
        if (!holds(numbered_, filter_.after->value)) refuse_cursor();
        std::erase_if(gathered_, [&](const Place& place) { return place.id <= filter_.after->value; });
    }
    sort_gathered();
}

void DonationWalk::gather_next_donors()
{
    is_at_words_ = true;
    const auto donors = by_word_->next(sizes_.most_donors);
    if (donors.empty())
        stage_ = Stage::End;
    else
        gather_by_word(donors);
}

/// Donations of these donors, in their order, each donor's as entered.
void DonationWalk::gather_by_word(const std::vector<std::int64_t>& donors)
{
    gathered_.clear();
    std::unordered_map<std::int64_t, std::size_t> ranks;
    for (const std::int64_t donor : donors) ranks.emplace(donor, ranks.size());
    in_lists_of<std::int64_t>(kListSize, donors,
        [&](const Connection::Values& list) { gather(in_list(along_, "d.donor_id", list), INT64_MAX); });
    std::erase_if(gathered_, [&](const Place& place) { return holds(numbered_, place.id); });
    std::sort(gathered_.begin(), gathered_.end(), [&](const Place& left, const Place& right) {
        return std::pair{ranks.at(left.donor), left.id} < std::pair{ranks.at(right.donor), right.id};
    });
    given_ = 0;
    stage_ = Stage::Gathered;
}

}  // namespace furusato::persistence
