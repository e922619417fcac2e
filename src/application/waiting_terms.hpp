#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/application/donors.hpp"

namespace furusato::application {

/// Search terms that wait to be written in order of the word: some thirty bytes each, because a large import keeps many.
class WaitingTerms {
public:
    void add(domain::DonorId donor, const domain::SearchTerm& term);
    std::size_t size() const { return entries_.size(); }
    /// Puts them into the order in which they are stored.
    void sort();
    /// Those from `first` on, at most so many.
    std::vector<DonorTerm> slice(std::size_t first, std::size_t most) const;
    void clear();

private:
    struct Entry {
        std::int64_t donor = 0;
        std::uint32_t at = 0;  // in words_
        std::uint16_t size = 0;
        std::uint16_t kind = 0;  // in kinds_
    };
    std::string_view word_of(const Entry& entry) const
    {
        return std::string_view{words_}.substr(entry.at, entry.size);
    }
    std::uint16_t number_of(const std::string& kind);

    std::vector<Entry> entries_;
    std::string words_;
    std::vector<std::string> kinds_;
};

}  // namespace furusato::application
