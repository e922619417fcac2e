#include "portal_import/examine_file.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "portal_import/decode.hpp"
#include "portal_import/detect_format.hpp"
#include "portal_import/detect_portal.hpp"
#include "portal_import/encoding_vote.hpp"
#include "portal_import/file_notes.hpp"
#include "portal_import/find_individual_numbers.hpp"
#include "portal_import/mend_records.hpp"
#include "portal_import/order_number.hpp"
#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kRecordsAhead = 200;  // by which it is told whether rows end with an empty cell
constexpr std::size_t kMendedShown = 200;

class Examination {
public:
    Examination(const ImportSettings& settings, std::optional<Encoding> encoding, const DetectedFormat& found)
        : settings_{settings}, vote_{encoding}
    {
        file_.reading.format = found.format;
        file_.reading.format_reason = found.reason;
    }

    /// `first` is the first record, if there is one.
    ExaminedFile examine(RecordReader& reader, const RawRecord* first);

private:
    void read_first_records(RecordReader& reader, const RawRecord* first);
    void find_header();
    void find_row_width();
    const RawRecord* next_record(RecordReader& reader);
    void note_mended(const RawRecord& record, std::size_t column);
    void refuse_wrong_encoding_of_header() const;
    void refuse_individual_number_header() const;
    void refuse_rivals(const RawRecord& record) const;
    void take_row(const RawRecord& record);
    ExaminedFile finish(const RecordReader& reader);

    const ImportSettings& settings_;
    EncodingVote vote_;
    std::vector<KeptRecord> first_records_;
    std::size_t given_ = 0;  // of them
    RawRecord view_;
    std::string header_bytes_;
    long header_line_ = 0;
    IndividualNumberSearch individual_numbers_{0};
    long mended_ = 0;
    ExaminedFile file_;
};

ExaminedFile Examination::examine(RecordReader& reader, const RawRecord* first)
{
    read_first_records(reader, first);
    if (first_records_.empty()) refuse_file("file.empty", 1);
    find_header();
    find_row_width();
    given_ = file_.records_before_rows;
    const ColumnShapes shapes{file_.columns, *file_.profile, settings_.eras};
    RecordMender mender{[&] { return next_record(reader); }, shapes, form_of(file_), settings_.encoding};
    while (const RawRecord* record = mender.next()) {
        if (const auto column = mender.mended_column()) note_mended(*record, *column);
        take_row(*record);
    }
    return finish(reader);
}

void Examination::read_first_records(RecordReader& reader, const RawRecord* first)
{
    for (const RawRecord* record = first; record != nullptr; record = reader.next()) {
        vote_.count(record->bytes, record->line);
        first_records_.emplace_back(*record);
        if (first_records_.size() == kRecordsAhead) return;
    }
}

const RawRecord* Examination::next_record(RecordReader& reader)
{
    if (given_ < first_records_.size()) {
        view_ = first_records_[given_++].view();
        return &view_;
    }
    const RawRecord* record = reader.next();
    if (record != nullptr) vote_.count(record->bytes, record->line);
    return record;
}

// A comma at the end of every row is an empty cell that the header lacks.
void Examination::find_row_width()
{
    const std::size_t width = file_.columns.headers().size();
    long as_wide = 0;
    long one_wider = 0;
    for (std::size_t at = file_.records_before_rows; at < first_records_.size(); ++at) {
        const auto& cells = first_records_[at].cells;
        as_wide += cells.size() == width ? 1 : 0;
        one_wider += cells.size() == width + 1 && cells.back().empty() ? 1 : 0;
    }
    file_.cells_per_row = width + (one_wider > as_wide ? 1 : 0);
}

void Examination::note_mended(const RawRecord& record, std::size_t column)
{
    if (++mended_ > static_cast<long>(kMendedShown)) return;
    file_.reading.notes.push_back({record.line, "note.row_mended",
        {{"at", std::to_string(record.line)}, {"column", file_.columns.headers()[column]}}});
}

void Examination::find_header()
{
    std::vector<FirstRecord> candidates;
    for (std::size_t at = 0; at < std::min(first_records_.size(), header_search_records(settings_)); ++at) {
        const KeptRecord& record = first_records_[at];
        FirstRecord& candidate = candidates.emplace_back(FirstRecord{record.line, {}});
        const Encoding encoding = vote_.guess(record.bytes);
        for (const std::string& cell : record.cells) candidate.cells.push_back(decoded(cell, encoding));
    }
    refuse_wrong_encoding_of_header();
    DetectedPortal detected = detect_portal(candidates, settings_, file_.reading.format);
    file_.profile = detected.profile;
    file_.columns = std::move(detected.columns);
    file_.records_before_rows = detected.header_record + 1;
    header_bytes_ = first_records_[detected.header_record].bytes;
    header_line_ = first_records_[detected.header_record].line;
    file_.reading.header_line = header_line_;
    file_.reading.portal_reason = detected.is_by_signature ? "header" : "option";
    file_.reading.notes = header_notes(file_.columns, *file_.profile, header_line_);
    refuse_individual_number_header();
    individual_numbers_ = IndividualNumberSearch{file_.columns.headers().size()};
}

// A header in another encoding than the fixed one, or in none, would only look like an unknown portal.
void Examination::refuse_wrong_encoding_of_header() const
{
    const KeptRecord* first_bad = nullptr;
    for (std::size_t at = 0; at < std::min(first_records_.size(), header_search_records(settings_)); ++at) {
        const KeptRecord& record = first_records_[at];
        if (is_ascii(record.bytes)) continue;
        if (!first_undecodable(record.bytes, vote_.guess(record.bytes))) return;
        if (first_bad == nullptr) first_bad = &record;
    }
    if (first_bad == nullptr) return;
    refuse_file(
        "file.wrong_encoding", first_bad->line, {{"encoding", name_of(vote_.guess(first_bad->bytes))}});
}

void Examination::refuse_individual_number_header() const
{
    for (const std::string& header : file_.columns.headers()) {
        if (names_individual_number(header))
            refuse_file("file.individual_number", header_line_, {{"column", header}});
    }
}

// Two columns of one name that say different things: which of them is meant cannot be told.
void Examination::refuse_rivals(const RawRecord& record) const
{
    for (const auto& [used, other] : file_.columns.rivals()) {
        if (other >= record.cells.size() || record.cells[other].empty()) continue;
        if (record.cells[other] == record.cells[used]) continue;
        refuse_file("file.columns_contradict", record.line, {{"column", file_.columns.headers()[used]}});
    }
}

void Examination::take_row(const RawRecord& record)
{
    ++file_.rows;
    refuse_rivals(record);
    individual_numbers_.look_at(record);
    const std::size_t column = file_.columns.column_of(Field::OrderNumber);
    if (column >= record.cells.size()) return;
    const std::string_view number = order_number_bytes(record.cells[column]);
    if (order_number_fault(number)) return;
    file_.orders.add(order_hash(number, portal_bytes(record, file_.columns)));
    if (file_.orders.largest() > static_cast<std::uint32_t>(settings_.limits.order_max_rows)) {
        refuse_file(
            "file.order_too_long", record.line, {{"column", file_.columns.header_of(Field::OrderNumber)}});
    }
}

ExaminedFile Examination::finish(const RecordReader& reader)
{
    file_.encoding = vote_.winner();
    file_.reading.encoding_reason = settings_.encoding ? "option" : reader.has_bom() ? "mark" : "bytes";
    file_.reading.line_end = reader.line_end();
    file_.has_undecodable_records = vote_.bad_records() > 0;
    if (!is_ascii(header_bytes_) && vote_.guess(header_bytes_) != file_.encoding) {
        refuse_file("file.wrong_encoding", header_line_, {{"encoding", name_of(file_.encoding)}});
    }
    vote_.refuse_if_wrong(file_.rows, settings_.limits.undecodable_rows_permille);
    if (const auto column = individual_numbers_.found_column()) {
        refuse_file("file.individual_number", header_line_, {{"column", file_.columns.headers()[*column]}});
    }
    if (mended_ > static_cast<long>(kMendedShown))
        file_.reading.notes.push_back({0, "note.rows_mended", {{"count", std::to_string(mended_)}}});
    return std::move(file_);
}

}  // namespace

RecordForm form_of(const ExaminedFile& file)
{
    return {file.reading.format.delimiter, file.cells_per_row};
}

ExaminedFile examine_file(ByteSource& source, const ImportSettings& settings)
{
    const DetectedFormat format = detect_format(source, settings);
    RecordReader reader{source, settings.limits.record_max_bytes, format.format};
    const RawRecord* record = reader.next();
    // A sheet is UTF-8 whatever is said of other files.
    const bool is_utf8 = reader.has_bom() || source.counts_rows();
    const std::optional<Encoding> marked = is_utf8 ? std::optional{Encoding::Utf8} : std::nullopt;
    const bool is_said = settings.encoding.has_value() && !source.counts_rows();
    Examination examination{settings, is_said ? settings.encoding : marked, format};
    return examination.examine(reader, record);
}

}  // namespace furusato::portal_import
