#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/application/donors.hpp"

namespace furusato::application {

/// Search terms that wait to be written in order of the word. Because a large import keeps millions of them, they are packed into sorted
/// runs in which a term holds only what differs from the one before it, some fourteen bytes each.
class WaitingTerms {
public:
    void add(domain::DonorId donor, const domain::SearchTerm& term);
    bool is_empty() const { return loose_.empty() && runs_.empty(); }
    /// What they take of memory, about.
    std::size_t bytes() const { return packed_bytes_ + loose_.size() * sizeof(Loose) + words_.size(); }
    /// Calls `visit` with all of them in the order in which they are stored, at most so many at once, and forgets them.
    void drain(std::size_t most, const std::function<void(const std::vector<DonorTerm>&)>& visit);

private:
    struct Loose {
        std::int64_t donor = 0;
        std::uint32_t at = 0;  // in words_
        std::uint16_t size = 0;
        std::uint16_t kind = 0;  // in kinds_
    };
    std::string_view word_of(const Loose& term) const
    {
        return std::string_view{words_}.substr(term.at, term.size);
    }
    std::uint16_t number_of(const std::string& kind);
    void pack();

    std::vector<Loose> loose_;
    std::string words_;  // of the loose ones
    std::vector<std::string> kinds_;
    std::vector<std::string> runs_;
    std::size_t packed_bytes_ = 0;
};

}  // namespace furusato::application
