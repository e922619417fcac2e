#include <algorithm>
#include <cmath>

#include "persistence/sql_donation_leads.hpp"
#include "persistence/sql_donation_walk.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationCount;
using application::DonationFilter;

namespace {

constexpr std::size_t kListSize = 100;
constexpr std::int64_t kCounted = 100'000;
constexpr std::int64_t kListedWords = 300'000;     // whose donors are read to count: some tenths of a second
constexpr std::int64_t kCountedWords = 1'000'000;  // behind a word for an estimate: no donors are read
constexpr std::int64_t kSampled = 2'000;
constexpr std::int64_t kLookedAt = 20'000;  // donations read one by one to be counted

/// Two digits are all that a sample can tell.
std::int64_t rounded(double number)
{
    std::int64_t unit = 1;
    while (number / static_cast<double>(unit) >= 100) unit *= 10;
    return std::llround(number / static_cast<double>(unit)) * unit;
}

std::int64_t total_of(Connection& connection, const Where& where)
{
    return connection.query("SELECT COUNT(*) AS total" + where.from(), where.values).front().integer("total");
}

/// How many of the sampled numbers are donations that the filter leaves.
double share_of(Connection& connection, const DonationFilter& filter, std::int64_t first, std::int64_t last)
{
    const Where where = where_of(filter, connection, Indexes::MayNot);
    std::vector<std::int64_t> ids;
    // Evenly, with a step that no rhythm of the data follows.
    const double step = static_cast<double>(last - first + 1) / static_cast<double>(kSampled);
    for (std::int64_t i = 0; i < kSampled; ++i)
        ids.push_back(
            first + static_cast<std::int64_t>(
                        (static_cast<double>(i) + static_cast<double>(i * 7919 % 1000) / 1000) * step));
    std::int64_t hits = 0;
    in_lists_of<std::int64_t>(kListSize, ids, [&](const Connection::Values& list) {
        const Where sampled = in_list(where, "d.id", list);
        hits += total_of(connection, sampled);
    });
    return static_cast<double>(hits) / static_cast<double>(kSampled);
}

std::int64_t counted(Connection& connection, const DonationFilter& filter)
{
    std::int64_t total = 0;
    for_each_year(connection, filter, [&](const Where& where) {
        total += total_of(connection, where);
        return true;
    });
    return total;
}

/// Along the index of one of its conditions, where that has so few donations or is all that the filter asks.
std::optional<std::int64_t> counted_by_lead(Connection& connection, const DonationFilter& filter)
{
    const auto leads = leads_of(filter, connection);
    for (const Lead& lead : leads) {
        if (!lead.is_whole) continue;
        const std::int64_t count = count_up_to(connection, lead, kCounted + 1);
        return count <= kCounted ? std::optional{count} : std::nullopt;
    }
    const auto lead = rarest(connection, leads, kLookedAt);
    if (!lead) return std::nullopt;
    return total_of(connection, led_by(where_of(filter, connection, Indexes::MayNot), *lead));
}

/// The donations of each donor that the search found and the filter leaves.
std::int64_t counted_by_donor(Connection& connection, const DonationFilter& others, const DonationWalk& found)
{
    const Where where = where_without_search(others, connection, Indexes::MayNot);
    auto total = static_cast<std::int64_t>(found.numbered().size());
    in_lists_of<std::int64_t>(kListSize, found.donors(), [&](const Connection::Values& list) {
        total += total_of(connection, in_list(where, "d.donor_id", list));
    });
    return total;
}

/// What the filter leaves, each looked up among what the search found.
std::int64_t counted_among(Connection& connection, const DonationFilter& others, const DonationWalk& found)
{
    std::int64_t total = 0;
    for_each_year(connection, others, [&](const Where& where) {
        connection.for_each_row(
            "SELECT d.id AS id, d.donor_id AS donor" + where.from(), where.values, [&](const Row& row) {
                total += found.is_found(row.integer("id"), row.integer("donor")) ? 1 : 0;
            });
        return true;
    });
    return total;
}

/// Counts along the shorter way, by donor or among what the other filters leave; where both are long, a sample tells.
DonationCount count_found(Connection& connection, const DonationFilter& whole, std::int64_t first,
    std::int64_t last, WalkSizes sizes)
{
    sizes.most_words = kListedWords;
    const DonationWalk found{connection, whole, sizes};
    if (const auto number = found.known_number()) return {*number, true};
    const auto all = static_cast<double>(last - first + 1);
    if (found.is_by_word() && all <= kCounted) return {counted(connection, whole), true};
    DonationFilter others = whole;
    others.terms.clear();
    others.order_numbers.clear();
    others.search.clear();
    const double donors = found.is_by_word()
                              ? static_cast<double>(words_behind(connection, whole.terms, kCountedWords))
                              : static_cast<double>(found.donors().size());
    const double a_donors = all / static_cast<double>(edge(connection, "MAX", "donor_id").value_or(1));
    const double left = all <= kCounted ? all : share_of(connection, others, first, last) * all;
    if (!found.is_by_word()) {
        const double behind = donors * a_donors;
        if (behind <= kCounted && behind <= left) return {counted_by_donor(connection, others, found), true};
        if (left <= kCounted) return {counted_among(connection, others, found), true};
    }
    return {rounded(std::min(donors * a_donors, all) * left / all), false};
}

}  // namespace

DonationCount count_donations_about(
    Connection& connection, const DonationFilter& filter, const WalkSizes& sizes)
{
    DonationFilter whole = filter;
    whole.after.reset();
    whole.after_value.clear();
    whole.after_donor.reset();
    whole.order = application::DonationOrder::Entry;
    whole.descending = false;
    whole.may_come_by_word = true;  // then the donors are not read
    if (names_few(whole) && !is_searched(whole)) {
        if (const auto number = DonationWalk{connection, whole}.known_number()) return {*number, true};
    }
    const auto first = edge(connection, "MIN", "id");
    const auto last = edge(connection, "MAX", "id");
    if (!first || !last) return {0, true};
    if (is_searched(whole)) return count_found(connection, whole, *first, *last, sizes);
    const auto all = static_cast<double>(*last - *first + 1);
    if (all <= kCounted) return {counted(connection, whole), true};
    if (const auto number = counted_by_lead(connection, whole)) return {*number, true};
    const double about = share_of(connection, whole, *first, *last) * all;
    if (about > static_cast<double>(kCounted)) return {rounded(about), false};
    return {counted(connection, whole), true};
}

}  // namespace furusato::persistence
