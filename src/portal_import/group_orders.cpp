#include "portal_import/group_orders.hpp"

#include <algorithm>
#include <utility>

#include "portal_import/order_number.hpp"

namespace furusato::portal_import {
namespace {

using Rows = std::vector<MappedRow>;

// A record whose bytes are no text can be nobody's copy: what it says is unknown.
bool is_copy(const MappedRow& row, const MappedRow& earlier)
{
    return !row.undecodable_column() && row.has_same_cells(earlier);
}

void group_by_line_id(Rows rows, PortalOrder& order)
{
    for (MappedRow& row : rows) {
        const auto same_line = [&row](const PortalOrder::Line& line) {
            return line.row[Field::LineId] == row[Field::LineId];
        };
        const auto copied = [&row](const PortalOrder::Line& line) { return is_copy(row, line.row); };
        const bool is_known = std::any_of(order.lines.begin(), order.lines.end(), same_line);
        if (is_known && std::any_of(order.lines.begin(), order.lines.end(), copied)) {
            ++order.skipped_rows;
        } else {
            order.lines.push_back({std::move(row), is_known});
        }
    }
}

// One past the last record of the block that starts at `first`.
std::size_t end_of_block(const Rows& rows, std::size_t first)
{
    std::size_t end = first + 1;
    while (end < rows.size() && rows[end].row() == rows[end - 1].row() + 1) ++end;
    return end;
}

void group_by_blocks(Rows rows, PortalOrder& order)
{
    const std::size_t size = end_of_block(rows, 0);
    std::vector<std::size_t> block_ends;
    for (std::size_t end = size; end < rows.size(); block_ends.push_back(end)) end = end_of_block(rows, end);
    const auto is_copy_of_first = [&rows, size](std::size_t first, std::size_t end) {
        if (end - first != size) return false;
        for (std::size_t at = 0; at < size; ++at) {
            if (!is_copy(rows[first + at], rows[at])) return false;
        }
        return true;
    };
    std::vector<bool> copies(rows.size());
    std::size_t first = size;
    for (const std::size_t end : block_ends) {
        const bool is_block_copy = is_copy_of_first(first, end);
        for (; first < end; ++first) copies[first] = is_block_copy;
    }
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (copies[at]) {
            ++order.skipped_rows;
        } else {
            order.lines.push_back({std::move(rows[at]), at >= size});
        }
    }
}

}  // namespace

std::optional<PortalOrder> OrderGrouper::add(MappedRow row, bool is_last)
{
    std::string key = order_key(row[Field::OrderNumber], row[Field::Portal]);
    const auto waiting = waiting_.find(key);
    if (is_last && waiting == waiting_.end()) {
        Rows rows;
        rows.push_back(std::move(row));
        return grouped(std::move(rows));
    }
    Rows& rows = waiting == waiting_.end() ? waiting_[key] : waiting->second;
    rows.push_back(std::move(row));
    if (!is_last) return std::nullopt;
    return complete(key);
}

std::optional<PortalOrder> OrderGrouper::complete(const std::string& key)
{
    auto waiting = waiting_.extract(key);
    if (waiting.empty()) return std::nullopt;
    return grouped(std::move(waiting.mapped()));
}

std::optional<PortalOrder> OrderGrouper::take_any()
{
    if (waiting_.empty()) return std::nullopt;
    auto waiting = waiting_.extract(waiting_.begin());
    return grouped(std::move(waiting.mapped()));
}

PortalOrder OrderGrouper::grouped(Rows rows) const
{
    PortalOrder order{std::string{rows.front()[Field::OrderNumber]}, {}, 0};
    if (identity_ == LineIdentity::LineId) {
        group_by_line_id(std::move(rows), order);
    } else {
        group_by_blocks(std::move(rows), order);
    }
    return order;
}

}  // namespace furusato::portal_import
