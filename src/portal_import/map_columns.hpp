#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "furusato/portal_import/encoding.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/parse_csv.hpp"
#include "portal_import/wide_columns.hpp"

namespace furusato::portal_import {

/// Comparison form of a header: fold_word() without marks such as （必須） around it.
std::string fold_header(std::string_view header);

/// The headers of a record by their folded names; duplicates keep their order.
class HeaderIndex {
public:
    explicit HeaderIndex(const std::vector<std::string>& headers);

    /// The column of a header as a profile writes it; "予備#2" is the second of that name.
    std::optional<std::size_t> column_of(std::string_view alias) const;
    /// All columns of that name, where the alias does not say which.
    std::vector<std::size_t> columns_of(std::string_view alias) const;

private:
    std::unordered_map<std::string, std::vector<std::size_t>> columns_;
};

/// Which column of this file holds which field of the profile.
class ColumnMap {
public:
    ColumnMap() { columns_.fill(-1); }
    ColumnMap(std::vector<std::string> headers, const PortalProfile& profile);

    bool has(Field field) const { return columns_[index_of(field)] >= 0; }
    /// Only for a field that the file has.
    std::size_t column_of(Field field) const { return static_cast<std::size_t>(columns_[index_of(field)]); }
    /// The header as written in the file; empty when the file has no such column.
    std::string header_of(Field field) const
    {
        return has(field) ? headers_[column_of(field)] : std::string{};
    }
    const std::vector<std::string>& headers() const { return headers_; }
    /// Numbered groups and pairs of columns.
    const WideColumns& wide() const { return wide_; }
    /// Their columns in the order of WideColumns::columns().
    const std::vector<std::size_t>& wide_columns() const { return wide_columns_; }
    /// Profile headers of the required fields that the file lacks.
    std::vector<std::string> missing(const PortalProfile& profile) const;
    /// Whether the file has no order numbers and all the columns that make one.
    bool makes_order_numbers(const PortalProfile& profile) const;
    std::size_t mapped_fields() const;
    /// Whether some field is read from this column.
    bool is_used(std::size_t column) const;
    /// Where the header of a used column stands again: the used one and the other.
    const std::vector<std::pair<std::size_t, std::size_t>>& rivals() const { return rivals_; }

private:
    std::vector<std::string> headers_;
    std::array<int, kFieldCount> columns_{};  // -1: not in the file
    std::vector<std::pair<std::size_t, std::size_t>> rivals_;
    WideColumns wide_;
    std::vector<std::size_t> wide_columns_;
};

/// The bytes of the cell that names the portal, without blanks around it; empty in the layout of one portal.
std::string_view portal_bytes(const RawRecord& record, const ColumnMap& columns);

/// The cells of one record by field: decoded, trimmed, line breaks as LF.
class MappedRow {
public:
    MappedRow(const RawRecord& record, long row, const ColumnMap& columns, Encoding encoding);

    /// Looks for bytes that are no text in all columns of the file, mapped or not.
    void find_undecodable_column(const RawRecord& record, Encoding encoding);

    std::string_view operator[](Field field) const
    {
        return std::string_view{text_}.substr(starts_[index_of(field)], size_of(index_of(field)));
    }
    long line() const { return line_; }
    long row() const { return row_; }
    const std::string& raw() const { return raw_; }
    /// The first column whose bytes are no text, if it was looked for and found.
    std::optional<std::size_t> undecodable_column() const { return undecodable_column_; }
    /// The cells of the numbered groups and pairs, in the order of WideColumns::columns(); none in most layouts.
    const std::vector<std::string>& wide_cells() const { return wide_cells_; }
    void drop_wide_cells() { wide_cells_.clear(); }
    /// The same record with other texts in some fields.
    MappedRow with(const std::vector<std::pair<Field, std::string>>& texts) const;
    /// That cell, with U+FFFD for each bad byte.
    const std::string& undecodable_text() const { return undecodable_text_; }
    bool has_same_cells(const MappedRow& other) const
    {
        return starts_ == other.starts_ && text_ == other.text_ && wide_cells_ == other.wide_cells_;
    }

private:
    std::size_t size_of(std::size_t field) const { return starts_[field + 1] - starts_[field]; }

    long line_;
    long row_;
    std::string raw_;
    std::string text_;  // all cells in the order of the fields
    std::array<std::uint32_t, kFieldCount + 1> starts_{};
    std::vector<std::string> wide_cells_;
    std::optional<std::size_t> undecodable_column_;
    std::string undecodable_text_;
};

}  // namespace furusato::portal_import
