#include "furusato/portal_import/pipeline.hpp"

#include <optional>
#include <utility>

#include "furusato/domain/refusal.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/examine_file.hpp"
#include "portal_import/group_orders.hpp"
#include "portal_import/normalise.hpp"
#include "portal_import/order_number.hpp"
#include "portal_import/parse_csv.hpp"
#include "portal_import/validate.hpp"

namespace furusato::portal_import {

/// The second reading. The order of the stages, on one screen: each takes only what the one before it gives.
///
///   bytes ─RecordReader→ RawRecord ─map→ MappedRow ─OrderGrouper→ PortalOrder
///         ─normalise→ CleanOrder ─validate→ OrderOutcome
struct PortalFile::State {
    State(ByteSource& byte_source, const ImportSettings& import_settings)
        : source{byte_source},
          settings{import_settings},
          file{examine_file(byte_source, import_settings)},
          orders{file.columns.has(Field::LineId) ? LineIdentity::LineId : LineIdentity::AdjacentBlock}
    {}

    std::optional<OrderOutcome> next()
    {
        if (!records) start();
        while (given == ready.size()) {
            ready.clear();
            given = 0;
            const RawRecord* record = records->next();
            if (record != nullptr) {
                take(*record);
            } else if (!take_remaining()) {
                return std::nullopt;
            }
        }
        return std::move(ready[given++]);
    }

private:
    /// Not before the first order is asked for: the caller may read the source itself until then (digest, archive).
    void start()
    {
        source.rewind();
        records.emplace(source, settings.limits.record_max_bytes);
        for (std::size_t record = 0; record < file.records_before_rows; ++record) records->next();
    }

    void take(const RawRecord& record)
    {
        ++rows_read;
        const std::size_t column = file.columns.column_of(Field::OrderNumber);
        const std::string_view number =
            column < record.cells.size() ? order_number_bytes(record.cells[column]) : "";
        const auto number_fault = order_number_fault(number);
        const bool is_last = !number_fault && file.orders.take_one(order_hash(number)) == 0;
        if (record.cells.size() != file.cells_per_row) {
            ready.push_back(stray(record, "row.column_count", "", std::to_string(record.cells.size())));
            if (is_last) finish(orders.complete(decoded(number, file.encoding)));
        } else if (number_fault) {
            ready.push_back(stray(record, std::string{*number_fault},
                file.columns.header_of(Field::OrderNumber), decoded(number, file.encoding)));
        } else {
            MappedRow row{record, rows_read, file.columns, file.encoding};
            if (file.has_undecodable_records) row.find_undecodable_column(record, file.encoding);
            finish(orders.add(std::move(row), is_last));
        }
    }

    OrderOutcome stray(const RawRecord& record, std::string code, std::string header, std::string value) const
    {
        return stray_row(record.line, rows_read, std::string{record.bytes},
            {std::move(code), std::move(header), std::move(value)});
    }

    void finish(std::optional<PortalOrder> order)
    {
        if (!order) return;
        ready.push_back(validate(normalise(*std::move(order), *file.profile, file.columns, settings.eras),
            file.columns, settings));
    }

    // The file is the one that was examined, or nothing of it is to be trusted.
    bool take_remaining()
    {
        if (rows_read != file.rows) throw domain::Refusal{domain::RefusalKind::Conflict, "file.changed"};
        finish(orders.take_any());
        return !ready.empty();
    }

    ByteSource& source;
    const ImportSettings settings;

public:
    ExaminedFile file;

private:
    OrderGrouper orders;
    std::optional<RecordReader> records;
    std::vector<OrderOutcome> ready;  // a record completes an order, is one by itself, or both
    std::size_t given = 0;            // of them
    long rows_read = 0;
};

PortalFile::PortalFile(ByteSource& source, const ImportSettings& settings)
    : state_{std::make_unique<State>(source, settings)}
{}

PortalFile::~PortalFile() = default;

const PortalProfile& PortalFile::profile() const
{
    return *state_->file.profile;
}

Encoding PortalFile::encoding() const
{
    return state_->file.encoding;
}

long PortalFile::rows() const
{
    return state_->file.rows;
}

std::optional<OrderOutcome> PortalFile::next()
{
    return state_->next();
}

}  // namespace furusato::portal_import
