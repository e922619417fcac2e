#pragma once

#include <optional>
#include <string_view>

#include "furusato/portal_import/encoding.hpp"

namespace furusato::portal_import {

/// Which encoding a file has: the one in which fewer of its records are no text. One bad byte does not make
/// another encoding of it.
class EncodingVote {
public:
    /// With a fixed encoding (--encoding, a byte order mark) only that one is counted.
    explicit EncodingVote(std::optional<Encoding> fixed) : fixed_{fixed} {}

    void count(std::string_view record, long line);
    /// How one record alone reads best.
    Encoding guess(std::string_view record) const;
    Encoding winner() const;
    /// Records that are no text in the winning encoding.
    long bad_records() const { return tally_of_winner().bad_records; }
    /// Throws domain::Refusal when more records than allowed are no text in the winning encoding.
    void refuse_if_wrong(long records, int permille) const;

private:
    struct Tally {
        long bad_records = 0;
        long first_bad_line = 0;
    };
    const Tally& tally_of_winner() const { return winner() == Encoding::Utf8 ? utf8_ : cp932_; }
    void count_in(Encoding encoding, Tally& tally, std::string_view record, long line) const;

    std::optional<Encoding> fixed_;
    Tally utf8_;
    Tally cp932_;
};

}  // namespace furusato::portal_import
