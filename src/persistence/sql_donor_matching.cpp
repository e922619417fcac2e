#include <algorithm>
#include <sstream>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonorMatch;
using application::DonorMerge;
using application::DonorPair;
using domain::DonationId;
using domain::DonorId;
using domain::DonorLikeness;
using domain::OperationId;
using domain::PairState;

namespace {

constexpr auto kPairColumns =
    "SELECT p.id AS id, p.donor_id AS donor_id, p.other_id AS other_id, p.donation_id AS donation_id, p.score AS score, "
    "p.reasons AS reasons, p.state AS state, p.version AS version, p.created_by AS created_by, p.changed_by AS changed_by "
    "FROM donor_candidates p ";
constexpr auto kMergeColumns =
    "SELECT id, survivor_id, merged_id, state, taken, version, created_by, changed_by FROM donor_merges ";
constexpr auto kStanding = "merged";
constexpr auto kUndone = "undone";

DonorPair pair_of(const Row& row)
{
    const auto state = domain::pair_state_of(row.text("state"));
    if (!state) throw application::StorageError{"database.unreadable", "unknown state of a pair of donors"};
    return {row.integer("id"), row.id<DonorId>("donor_id"), row.id<DonorId>("other_id"),
        row.is_null("donation_id") ? DonationId{} : row.id<DonationId>("donation_id"),
        static_cast<int>(row.integer("score")), DonorLikeness::unpacked(row.integer("reasons")), *state,
        static_cast<int>(row.integer("version")), row.id<OperationId>("created_by"),
        row.id<OperationId>("changed_by")};
}

std::vector<std::string> words_of(const std::string& text)
{
    std::istringstream stream{text};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

DonorMerge merge_of(const Row& row)
{
    return {.id = row.integer("id"),
        .survivor = row.id<DonorId>("survivor_id"),
        .merged = row.id<DonorId>("merged_id"),
        .is_undone = row.text("state") != kStanding,
        .taken = words_of(row.text("taken")),
        .version = static_cast<int>(row.integer("version")),
        .created_by = row.id<OperationId>("created_by"),
        .changed_by = row.id<OperationId>("changed_by")};
}

}  // namespace

void SqlDonorMatching::add_matches(const std::vector<DonorMatch>& matches)
{
    Connection::Values rows;
    rows.reserve(matches.size() * 3);
    for (const DonorMatch& match : matches)
        append(rows, match.donation.value, std::int64_t{match.score}, match.likeness.packed());
    connection_.insert_rows("donor_matches", {"donation_id", "score", "reasons"}, rows);
}

std::optional<DonorMatch> SqlDonorMatching::match_of(DonationId donation)
{
    const auto rows =
        connection_.query("SELECT score, reasons FROM donor_matches WHERE donation_id = ?", {donation.value});
    if (rows.empty()) return std::nullopt;
    return DonorMatch{donation, static_cast<int>(rows.front().integer("score")),
        DonorLikeness::unpacked(rows.front().integer("reasons"))};
}

void SqlDonorMatching::remove_match(DonationId donation)
{
    connection_.execute("DELETE FROM donor_matches WHERE donation_id = ?", {donation.value});
}

std::vector<DonorPair> SqlDonorMatching::unknown_ones(const std::vector<DonorPair>& pairs)
{
    std::vector<DonorPair> unknown;
    for (const DonorPair& pair : pairs) {
        const auto is_same = [&](const DonorPair& other) {
            return other.donor == pair.donor && other.other == pair.other;
        };
        if (std::any_of(unknown.begin(), unknown.end(), is_same)) continue;
        if (!find_pair(pair.donor, pair.other)) unknown.push_back(pair);
    }
    return unknown;
}

void SqlDonorMatching::add_pairs(const std::vector<DonorPair>& pairs)
{
    Connection::Values rows;
    for (const DonorPair& pair : pairs) {
        append(rows, pair.id, pair.donor.value, pair.other.value, value_or_null(pair.donation),
            std::int64_t{pair.score}, pair.likeness.packed(), std::string{key_of(pair.state)},
            std::int64_t{pair.version}, pair.created_by.value, pair.changed_by.value);
    }
    connection_.insert_rows("donor_candidates",
        {"id", "donor_id", "other_id", "donation_id", "score", "reasons", "state", "version", "created_by",
            "changed_by"},
        rows);
}

std::optional<DonorPair> SqlDonorMatching::find_pair(std::int64_t id)
{
    const auto rows = connection_.query(std::string{kPairColumns} + "WHERE p.id = ?", {id});
    return rows.empty() ? std::nullopt : std::optional{pair_of(rows.front())};
}

std::optional<DonorPair> SqlDonorMatching::find_pair(DonorId one, DonorId other)
{
    const auto [low, high] = std::minmax(one.value, other.value);
    const auto rows =
        connection_.query(std::string{kPairColumns} + "WHERE p.donor_id = ? AND p.other_id = ?", {low, high});
    return rows.empty() ? std::nullopt : std::optional{pair_of(rows.front())};
}

bool SqlDonorMatching::update(const DonorPair& pair)
{
    return connection_.execute(
               "UPDATE donor_candidates SET state = ?, version = ?, changed_by = ? WHERE id = ? AND version = ?",
               {std::string{key_of(pair.state)}, std::int64_t{pair.version}, pair.changed_by.value, pair.id,
                   std::int64_t{pair.version - 1}}) == 1;
}

std::vector<DonorPair> SqlDonorMatching::pairs(PairState state, std::int64_t after, std::int64_t limit)
{
    std::vector<DonorPair> found;
    connection_.for_each_row(
        std::string{kPairColumns} +
            "JOIN operations o ON o.id = p.created_by WHERE p.state = ? AND p.id > ? AND "
            "o.state <> 'open' ORDER BY p.id LIMIT ?",
        {std::string{key_of(state)}, after, limit}, [&](const Row& row) { found.push_back(pair_of(row)); });
    return found;
}

std::int64_t SqlDonorMatching::count_pairs(PairState state)
{
    return connection_
        .query(
            "SELECT COUNT(*) AS pairs FROM donor_candidates p JOIN operations o ON o.id = p.created_by "
            "WHERE p.state = ? AND o.state <> 'open'",
            {std::string{key_of(state)}})
        .front()
        .integer("pairs");
}

std::int64_t SqlDonorMatching::count_pairs_created_by(OperationId operation)
{
    return connection_
        .query("SELECT COUNT(*) AS pairs FROM donor_candidates WHERE created_by = ?", {operation.value})
        .front()
        .integer("pairs");
}

std::vector<DonorPair> SqlDonorMatching::pairs_of(DonorId donor)
{
    std::vector<DonorPair> found;
    connection_.for_each_row(
        std::string{kPairColumns} + "WHERE p.donor_id = ? OR p.other_id = ? ORDER BY p.id",
        {donor.value, donor.value}, [&](const Row& row) { found.push_back(pair_of(row)); });
    return found;
}

void SqlDonorMatching::for_each_pair(const std::function<void(const DonorPair&)>& visit)
{
    connection_.for_each_row(
        std::string{kPairColumns} + "ORDER BY p.id", {}, [&](const Row& row) { visit(pair_of(row)); });
}

void SqlDonorMatching::load_words(DonorMerge& merge)
{
    connection_.for_each_row("SELECT word_hash FROM donor_merge_words WHERE merge_id = ?", {merge.id},
        [&](const Row& row) { merge.words.insert(row.integer("word_hash")); });
}

void SqlDonorMatching::add(const DonorMerge& merge)
{
    std::string taken;
    for (const std::string& field : merge.taken) taken += (taken.empty() ? "" : " ") + field;
    connection_.execute(
        "INSERT INTO donor_merges (id, survivor_id, merged_id, state, taken, version, created_by, changed_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {merge.id, merge.survivor.value, merge.merged.value, std::string{kStanding}, taken,
            std::int64_t{merge.version}, merge.created_by.value, merge.changed_by.value});
    Connection::Values words;
    for (const std::int64_t word : merge.words) append(words, merge.id, word);
    connection_.insert_rows("donor_merge_words", {"merge_id", "word_hash"}, words);
    connection_.execute(
        "UPDATE donors SET merged_into = ? WHERE id = ?", {merge.survivor.value, merge.merged.value});
}

bool SqlDonorMatching::undo(const DonorMerge& merge)
{
    if (connection_.execute(
            "UPDATE donor_merges SET state = ?, version = ?, changed_by = ? WHERE id = ? AND version = ?",
            {std::string{kUndone}, std::int64_t{merge.version}, merge.changed_by.value, merge.id,
                std::int64_t{merge.version - 1}}) != 1)
        return false;
    connection_.execute("UPDATE donors SET merged_into = NULL WHERE id = ?", {merge.merged.value});
    return true;
}

std::optional<DonorMerge> SqlDonorMatching::standing_merge_of(DonorId merged)
{
    const auto rows = connection_.query(
        std::string{kMergeColumns} + "WHERE merged_id = ? AND state = ?", {merged.value, kStanding});
    if (rows.empty()) return std::nullopt;
    DonorMerge merge = merge_of(rows.front());
    load_words(merge);
    return merge;
}

std::vector<DonorMerge> SqlDonorMatching::merges_of(DonorId donor)
{
    std::vector<DonorMerge> merges;
    connection_.for_each_row(
        std::string{kMergeColumns} + "WHERE survivor_id = ? OR merged_id = ? ORDER BY id",
        {donor.value, donor.value}, [&](const Row& row) { merges.push_back(merge_of(row)); });
    return merges;
}

void SqlDonorMatching::for_each_merge(const std::function<void(const DonorMerge&)>& visit)
{
    std::vector<DonorMerge> merges;
    connection_.for_each_row(std::string{kMergeColumns} + "ORDER BY id", {},
        [&](const Row& row) { merges.push_back(merge_of(row)); });
    for (DonorMerge& merge : merges) {
        load_words(merge);
        visit(merge);
    }
}

DonorId SqlDonorMatching::survivor_of(DonorId donor)
{
    // A donor that was merged takes part in no other merge until it is undone: the way ends.
    for (;;) {
        const auto rows = connection_.query("SELECT merged_into FROM donors WHERE id = ?", {donor.value});
        if (rows.empty() || rows.front().is_null("merged_into")) return donor;
        donor = rows.front().id<DonorId>("merged_into");
    }
}

std::vector<DonorId> SqlDonorMatching::group_of(DonorId donor)
{
    std::vector<DonorId> numbers{donor};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        connection_.for_each_row(
            "SELECT merged_id FROM donor_merges WHERE survivor_id = ? AND state = ? ORDER BY merged_id",
            {numbers[i].value, kStanding},
            [&](const Row& row) { numbers.push_back(row.id<DonorId>("merged_id")); });
    }
    return numbers;
}

std::vector<std::pair<DonorId, DonorId>> SqlDonorMatching::merged_donors()
{
    std::vector<std::pair<DonorId, DonorId>> merged;
    connection_.for_each_row(
        "SELECT merged_id, survivor_id FROM donor_merges WHERE state = ? ORDER BY merged_id", {kStanding},
        [&](const Row& row) {
            merged.emplace_back(row.id<DonorId>("merged_id"), row.id<DonorId>("survivor_id"));
        });
    return merged;
}

std::vector<std::pair<DonorId, DonorId>> SqlDonorMatching::led_elsewhere()
{
    std::vector<std::pair<DonorId, DonorId>> found;
    connection_.for_each_row("SELECT id, merged_into FROM donors WHERE merged_into IS NOT NULL ORDER BY id",
        {},
        [&](const Row& row) { found.emplace_back(row.id<DonorId>("id"), row.id<DonorId>("merged_into")); });
    return found;
}

std::vector<DonorId> SqlDonorMatching::merged_with_donations()
{
    std::vector<DonorId> found;
    connection_.for_each_row(
        "SELECT m.merged_id AS id FROM donor_merges m WHERE m.state = ? AND "
        "(EXISTS (SELECT 1 FROM donations d WHERE d.donor_id = m.merged_id) OR "
        "EXISTS (SELECT 1 FROM tickets t WHERE t.donor_id = m.merged_id)) ORDER BY m.merged_id",
        {kStanding}, [&](const Row& row) { found.push_back(row.id<DonorId>("id")); });
    return found;
}

std::vector<std::int64_t> SqlDonorMatching::missing_keys(DonorId donor, const std::set<std::int64_t>& keys)
{
    std::vector<std::int64_t> missing;
    for (const std::int64_t key : keys) {
        const bool is_there =
            !connection_
                 .query("SELECT 1 FROM donor_keys WHERE key_hash = ? AND donor_id = ?", {key, donor.value})
                 .empty();
        if (!is_there) missing.push_back(key);
    }
    return missing;
}

std::vector<domain::SearchTerm> SqlDonorMatching::missing_terms(
    DonorId donor, const std::set<domain::SearchTerm>& terms)
{
    std::vector<domain::SearchTerm> missing;
    for (const auto& term : terms) {
        const bool is_there =
            !connection_
                 .query("SELECT 1 FROM donor_terms WHERE kind = ? AND term = ? AND donor_id = ?",
                     {term.kind, term.text, donor.value})
                 .empty();
        if (!is_there) missing.push_back(term);
    }
    return missing;
}

}  // namespace furusato::persistence
