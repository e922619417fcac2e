#include <cmath>

#include "persistence/sql_donation_walk.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationFilter;

namespace {

constexpr std::size_t kListSize = 100;
constexpr std::int64_t kCounted = 100'000;
constexpr std::int64_t kSampled = 2'000;

/// Two digits are all that a sample can tell.
std::int64_t rounded(double number)
{
    std::int64_t unit = 1;
    while (number / static_cast<double>(unit) >= 100) unit *= 10;
    return std::llround(number / static_cast<double>(unit)) * unit;
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
        hits += connection.query("SELECT COUNT(*) AS total" + sampled.from(), sampled.values)
                    .front()
                    .integer("total");
    });
    return static_cast<double>(hits) / static_cast<double>(kSampled);
}

std::int64_t counted(Connection& connection, const DonationFilter& filter)
{
    std::int64_t total = 0;
    for_each_year(connection, filter, [&](const Where& where) {
        total += connection.query("SELECT COUNT(*) AS total" + where.from(), where.values)
                     .front()
                     .integer("total");
        return true;
    });
    return total;
}

/// Donors behind the words, each as often as a word of his begins so; no further than there is something to count.
std::int64_t count_donors(Connection& connection, const DonationFilter& filter)
{
    std::int64_t donors = 0;
    for (const auto& term : filter.terms) {
        donors +=
            connection
                .query(
                    "SELECT COUNT(*) AS total FROM (SELECT donor_id FROM donor_terms WHERE kind = ? AND term >= ? "
                    "AND term < ? LIMIT ?) few",
                    {term.kind, term.text, term.text + kAfterAllLetters, kCounted + 1})
                .front()
                .integer("total");
    }
    return donors;
}

/// About how many donations the words and the other filters leave: each donor with as many as others have.
double behind_words(
    Connection& connection, const DonationFilter& filter, std::int64_t first, std::int64_t last)
{
    const auto donors = static_cast<double>(edge(connection, "MAX", "donor_id").value_or(1));
    const double about = static_cast<double>(count_donors(connection, filter)) *
                         static_cast<double>(last - first + 1) / donors;
    DonationFilter others = filter;
    others.terms.clear();
    others.order_numbers.clear();
    others.search.clear();
    return about * share_of(connection, others, first, last);
}

}  // namespace

application::DonationCount count_donations_about(Connection& connection, const DonationFilter& filter)
{
    DonationFilter whole = filter;
    whole.after.reset();
    whole.after_value.clear();
    if (is_searched(whole) || names_few(whole)) {
        if (const auto number = DonationWalk{connection, whole}.known_number()) return {*number, true};
    }
    const auto first = edge(connection, "MIN", "id");
    const auto last = edge(connection, "MAX", "id");
    if (!first || !last) return {0, true};
    const auto all = static_cast<double>(*last - *first + 1);
    if (all <= kCounted) return {counted(connection, whole), true};
    if (is_searched(whole)) return {rounded(behind_words(connection, whole, *first, *last)), false};
    const double about = share_of(connection, whole, *first, *last) * all;
    if (about > static_cast<double>(kCounted)) return {rounded(about), false};
    return {counted(connection, whole), true};
}

}  // namespace furusato::persistence
