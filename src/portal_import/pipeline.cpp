#include "furusato/portal_import/pipeline.hpp"

#include <utility>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/decode_utf16.hpp"
#include "portal_import/examine_file.hpp"
#include "portal_import/group_orders.hpp"
#include "portal_import/make_order_number.hpp"
#include "portal_import/mend_records.hpp"
#include "portal_import/normalise.hpp"
#include "portal_import/order_number.hpp"
#include "portal_import/parse_csv.hpp"
#include "portal_import/validate.hpp"

namespace furusato::portal_import {

/// The second reading. The order of the stages, on one screen: each takes only what the one before it gives.
///
///   bytes ─RecordReader→ RawRecord ─mend→ RawRecord ─map→ MappedRow ─OrderGrouper→ PortalOrder
///         ─normalise→ CleanOrder ─validate→ OrderOutcome
struct PortalFile::State {
    State(ByteSource& source, const ImportSettings& settings)
        : utf16_{utf16_text(source)},
          source_{utf16_ ? *utf16_ : source},
          settings_{settings},
          file_{examine_file(source_, settings)},
          makes_order_numbers_{file_.columns.makes_order_numbers(*file_.profile)},
          orders_{identity_of(file_)}
    {
        if (utf16_) file_.reading.notes.insert(file_.reading.notes.begin(), {0, "note.utf16", {}});
    }

    const ExaminedFile& file() const { return file_; }

    std::optional<OrderOutcome> next()
    {
        if (!records_) start();
        while (given_ == ready_.size()) {
            ready_.clear();
            given_ = 0;
            const RawRecord* record = mender_->next();
            if (record != nullptr) {
                take(*record);
            } else if (!take_remaining()) {
                return std::nullopt;
            }
        }
        return std::move(ready_[given_++]);
    }

private:
    // Not before the first order is asked for: until then the caller may read the source itself (digest, archive).
    void start()
    {
        source_.rewind();
        records_.emplace(source_, settings_.limits.record_max_bytes, file_.reading.format);
        for (std::size_t record = 0; record < file_.records_before_rows; ++record) records_->next();
        shapes_.emplace(file_.columns, *file_.profile, settings_.eras);
        mender_.emplace([this] { return records_->next(); }, *shapes_, form_of(file_), settings_.encoding);
    }

    static LineIdentity identity_of(const ExaminedFile& file)
    {
        const bool is_whole_order = file.profile->row_unit != RowUnit::Item;
        return is_whole_order || file.columns.has(Field::LineId) ? LineIdentity::LineId
                                                                 : LineIdentity::AdjacentBlock;
    }

    void take(const RawRecord& record)
    {
        ++rows_read_;
        if (makes_order_numbers_) return take_unnumbered(record);
        const std::size_t column = file_.columns.column_of(Field::OrderNumber);
        const std::string_view number =
            column < record.cells.size() ? order_number_bytes(record.cells[column]) : "";
        const std::string_view portal = portal_bytes(record, file_.columns);
        const auto number_fault = order_number_fault(number);
        const bool is_last = !number_fault && file_.orders.take_one(order_hash(number, portal)) == 0;
        if (record.cells.size() != file_.cells_per_row && !mender_->mended_column()) {
            add_stray(record, {"row.column_count", "", std::to_string(record.cells.size())});
            if (is_last)
                finish(orders_.complete(
                    order_key(decoded(number, file_.encoding), decoded(portal, file_.encoding))));
        } else if (number_fault) {
            const std::string header = file_.columns.header_of(Field::OrderNumber);
            add_stray(record, {std::string{*number_fault}, header, decoded(number, file_.encoding)});
        } else {
            MappedRow row{record, rows_read_, file_.columns, file_.encoding};
            if (file_.has_undecodable_records) row.find_undecodable_column(record, file_.encoding);
            finish(orders_.add(std::move(row), is_last));
        }
    }

    // Each record is an order of its own: without numbers nothing says which belong together.
    void take_unnumbered(const RawRecord& record)
    {
        if (record.cells.size() != file_.cells_per_row)
            return add_stray(record, {"row.column_count", "", std::to_string(record.cells.size())});
        MappedRow row{record, rows_read_, file_.columns, file_.encoding};
        if (file_.has_undecodable_records) row.find_undecodable_column(record, file_.encoding);
        const std::string number = order_numbers_.next(row, *file_.profile, settings_.eras);
        finish(orders_.add(row.with({{Field::OrderNumber, number}}), true));
    }

    void add_stray(const RawRecord& record, Fault fault)
    {
        ready_.push_back(stray_row(record.line, rows_read_, std::string{record.bytes}, std::move(fault)));
    }

    void finish(std::optional<PortalOrder> order)
    {
        if (!order) return;
        CleanOrder clean = normalise(*std::move(order), *file_.profile, file_.columns, settings_.eras);
        const bool says_nothing_new = file_.profile->subscription && holds_later_shipments_only(clean);
        ready_.push_back(
            says_nothing_new ? skipped_rows(clean) : validate(std::move(clean), file_.columns, settings_));
    }

    // The file is the one that was examined, or nothing of it is to be trusted.
    bool take_remaining()
    {
        if (rows_read_ != file_.rows) throw domain::Refusal{domain::RefusalKind::Conflict, "file.changed"};
        finish(orders_.take_any());
        return !ready_.empty();
    }

    std::unique_ptr<ByteSource> utf16_;  // where the file is in that encoding
    ByteSource& source_;
    const ImportSettings settings_;
    ExaminedFile file_;
    const bool makes_order_numbers_;
    OrderNumberMaker order_numbers_;
    OrderGrouper orders_;
    std::optional<RecordReader> records_;
    std::optional<ColumnShapes> shapes_;
    std::optional<RecordMender> mender_;
    std::vector<OrderOutcome> ready_;  // a record completes an order, is one by itself, or both
    std::size_t given_ = 0;            // of them
    long rows_read_ = 0;
};

PortalFile::PortalFile(ByteSource& source, const ImportSettings& settings)
    : state_{std::make_unique<State>(source, settings)}
{}

PortalFile::~PortalFile() = default;

const PortalProfile& PortalFile::profile() const
{
    return *state_->file().profile;
}

Encoding PortalFile::encoding() const
{
    return state_->file().encoding;
}

const FileReading& PortalFile::reading() const
{
    return state_->file().reading;
}

long PortalFile::rows() const
{
    return state_->file().rows;
}

std::optional<OrderOutcome> PortalFile::next()
{
    return state_->next();
}

}  // namespace furusato::portal_import
