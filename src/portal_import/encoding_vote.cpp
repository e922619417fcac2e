#include "portal_import/encoding_vote.hpp"

#include "portal_import/decode.hpp"
#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {

void EncodingVote::count(std::string_view record, long line)
{
    if (fixed_ != Encoding::Cp932) count_in(Encoding::Utf8, utf8_, record, line);
    if (fixed_ != Encoding::Utf8) count_in(Encoding::Cp932, cp932_, record, line);
}

void EncodingVote::count_in(Encoding encoding, Tally& tally, std::string_view record, long line) const
{
    if (!first_undecodable(record, encoding)) return;
    if (tally.bad_records++ == 0) tally.first_bad_line = line;
}

Encoding EncodingVote::guess(std::string_view record) const
{
    if (fixed_) return *fixed_;
    return first_undecodable(record, Encoding::Utf8) ? Encoding::Cp932 : Encoding::Utf8;
}

Encoding EncodingVote::winner() const
{
    if (fixed_) return *fixed_;
    return cp932_.bad_records < utf8_.bad_records ? Encoding::Cp932 : Encoding::Utf8;
}

void EncodingVote::refuse_if_wrong(long records, int permille) const
{
    const Tally& tally = tally_of_winner();
    const bool is_more_than_one =
        tally.bad_records > 1;  // a single bad record is that record's fault, however short the file
    if (is_more_than_one && tally.bad_records * 1000 > records * permille) {
        refuse_file("file.wrong_encoding", tally.first_bad_line, {{"encoding", name_of(winner())}});
    }
}

}  // namespace furusato::portal_import
