#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "portal_import/column_shapes.hpp"
#include "portal_import/encoding_vote.hpp"
#include "portal_import/parse_csv.hpp"

namespace furusato::portal_import {

/// A record copied out of the reader's buffer.
struct KeptRecord {
    KeptRecord() = default;
    explicit KeptRecord(const RawRecord& record)
        : line{record.line}, bytes{record.bytes}, cells{record.cells.begin(), record.cells.end()}
    {}
    RawRecord view() const { return {line, bytes, {cells.begin(), cells.end()}}; }

    long line = 0;
    std::string bytes;
    std::vector<std::string> cells;
};

/// How records of a file look.
struct RecordForm {
    char delimiter = ',';
    std::size_t cells = 0;  // of a row: as many as columns, or an empty one more
};

/// Puts records together again that commas or line breaks without quotes took apart, where there is no doubt how.
///
/// There is none if the pieces can be joined in exactly one way so that each record has as many cells as the header, a date stands in each
/// column of dates, a figure in each of figures, a known word in each of words, and so on (ColumnShapes), while only columns of free text
/// grow; a figure may grow to 10,000. Line breaks are joined over records that are too short, one behind the other, none of which but the
/// first has an order number in its place; what can be two records is never taken for one. An empty cell at the end may be one too many,
/// and is in a file whose rows all end so. Whatever can be read in two ways, or in none, is given as it stands in the file.
class RecordMender {
public:
    /// The next record of the file, nullptr at its end; valid until it is asked again.
    using Source = std::function<const RawRecord*()>;

    RecordMender(
        Source source, const ColumnShapes& shapes, const RecordForm& form, std::optional<Encoding> encoding)
        : source_{std::move(source)}, shapes_{shapes}, form_{form}, guess_{encoding}
    {}

    const RawRecord* next();
    /// The column that grew in the record given last, if it was mended.
    std::optional<std::size_t> mended_column() const { return mended_column_; }

private:
    struct Piece {
        std::string text;
        std::string
            before;  // what stands between this cell and the one before it: the delimiter or line breaks
    };
    struct Ready {
        KeptRecord record;
        std::optional<std::size_t> mended_column;
    };
    class Join;

    bool is_whole(const RawRecord& record) const;
    void gather(const RawRecord& record);
    void mend_run(const std::vector<KeptRecord>& run);
    std::vector<Piece> pieces_of(
        const std::vector<KeptRecord>& run, std::size_t first, std::size_t last) const;
    int ways_to_join(const std::vector<KeptRecord>& run, std::size_t first, std::size_t last) const;
    Ready joined(const std::vector<KeptRecord>& run, std::size_t first, std::size_t last) const;

    Source source_;
    const ColumnShapes& shapes_;
    RecordForm form_;
    EncodingVote guess_;
    std::deque<Ready> ready_;
    Ready given_;
    RawRecord view_;
    std::optional<std::size_t> mended_column_;
};

}  // namespace furusato::portal_import
