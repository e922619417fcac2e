#include "persistence/sql_donors_by_word.hpp"

#include <algorithm>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

std::int64_t words_behind(
    Connection& connection, const std::vector<domain::SearchTerm>& terms, std::int64_t most)
{
    std::int64_t words = 0;
    for (const auto& term : terms) {
        if (words >= most) break;
        words +=
            connection
                .query(
                    "SELECT COUNT(*) AS total FROM (SELECT donor_id FROM donor_terms WHERE kind = ? AND term >= ? "
                    "AND term < ? LIMIT ?) few",
                    {term.kind, term.text, term.text + kAfterAllLetters, most - words})
                .front()
                .integer("total");
    }
    return words;
}

DonorsByWord::DonorsByWord(Connection& connection, std::vector<domain::SearchTerm> terms)
    : connection_{connection}, terms_{std::move(terms)}
{
    begin_term();
}

void DonorsByWord::begin_term()
{
    last_word_ = term_ < terms_.size() ? terms_[term_].text : std::string{};
    last_donor_ = -1;
}

/// The new donors of so many rows; none at the end only.
std::vector<std::int64_t> DonorsByWord::read(std::size_t rows)
{
    std::vector<std::int64_t> donors;
    while (donors.empty() && term_ < terms_.size()) {
        const auto& term = terms_[term_];
        std::size_t found = 0;
        // The words are the index; only donors of one and the same word are passed over.
        connection_.for_each_row(
            "SELECT term AS term, donor_id AS id FROM donor_terms WHERE kind = ? AND term >= ? AND term < ? "
            "AND (term > ? OR donor_id > ?) ORDER BY kind, term, donor_id LIMIT ?",
            {term.kind, last_word_, term.text + kAfterAllLetters, last_word_, last_donor_,
                static_cast<std::int64_t>(rows)},
            [&](const Row& row) {
                ++found;
                last_word_ = row.text("term");
                last_donor_ = row.integer("id");
                if (seen_.insert(last_donor_).second) donors.push_back(last_donor_);
            });
        if (found == rows) continue;
        ++term_;
        begin_term();
    }
    return donors;
}

std::vector<std::int64_t> DonorsByWord::next(std::size_t most)
{
    if (waiting_.empty()) return read(most);
    std::vector<std::int64_t> donors;
    for (; donors.size() < most && !waiting_.empty(); waiting_.pop_back()) donors.push_back(waiting_.back());
    return donors;
}

bool DonorsByWord::pass(std::int64_t donor)
{
    constexpr std::size_t kRows = 5'000;
    for (;;) {
        const auto some = read(kRows);
        if (some.empty()) return false;
        const auto found = std::find(some.begin(), some.end(), donor);
        if (found == some.end()) continue;
        waiting_.assign(found + 1, some.end());
        std::reverse(waiting_.begin(), waiting_.end());
        return true;
    }
}

std::vector<std::int64_t> donors_behind(Connection& connection, const std::vector<domain::SearchTerm>& terms)
{
    std::vector<std::int64_t> donors;
    for (const auto& term : terms) {
        connection.for_each_row(
            "SELECT donor_id AS id FROM donor_terms WHERE kind = ? AND term >= ? AND term < ?",
            {term.kind, term.text, term.text + kAfterAllLetters},
            [&](const Row& row) { donors.push_back(row.integer("id")); });
    }
    std::sort(donors.begin(), donors.end());
    donors.erase(std::unique(donors.begin(), donors.end()), donors.end());
    return donors;
}

}  // namespace furusato::persistence
