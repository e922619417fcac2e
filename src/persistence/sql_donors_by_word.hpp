#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "furusato/domain/search_term.hpp"
#include "persistence/connection.hpp"

namespace furusato::persistence {

/// Rows of words that begin like one of the terms, counted no further than `most`; a donor has as many as he has such words.
std::int64_t words_behind(
    Connection& connection, const std::vector<domain::SearchTerm>& terms, std::int64_t most);

/// Goes through the donors behind search words in the order of the words, each donor once, from any donor on.
class DonorsByWord {
public:
    DonorsByWord(Connection& connection, std::vector<domain::SearchTerm> terms);

    /// Some of the next donors, at most `most`; none at the end.
    std::vector<std::int64_t> next(std::size_t most);
    /// Goes on after this donor, whoever joined or left before him. False when none of the words leads to him.
    bool pass(std::int64_t donor);

private:
    std::vector<std::int64_t> read(std::size_t rows);
    void begin_term();

    Connection& connection_;
    std::vector<domain::SearchTerm> terms_;
    std::size_t term_ = 0;
    std::string last_word_;  // where the reading stands in it
    std::int64_t last_donor_ = 0;
    std::unordered_set<std::int64_t> seen_;
    std::vector<std::int64_t> waiting_;  // read already, the next one last
};

/// All donors behind the terms, in order of their ids.
std::vector<std::int64_t> donors_behind(Connection& connection, const std::vector<domain::SearchTerm>& terms);

}  // namespace furusato::persistence
