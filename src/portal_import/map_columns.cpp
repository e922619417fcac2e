#include "portal_import/map_columns.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/order_number.hpp"

namespace furusato::portal_import {
namespace {

constexpr auto kHeaderMarks = std::to_array<std::string_view>(
    {"(必須)", "(条件付き必須)", "(任意)", "【必須】", "【任意】", "[必須]", "[任意]", "*", "※", "■", "●"});

// Without these there is no donation, whatever a profile asks for.
constexpr std::array kAlwaysRequired{Field::OrderNumber, Field::AppliedOn, Field::Amount};

bool strip_mark(std::string_view& header)
{
    for (const std::string_view mark : kHeaderMarks) {
        if (header.size() <= mark.size()) continue;
        if (header.starts_with(mark)) {
            header.remove_prefix(mark.size());
            return true;
        }
        if (header.ends_with(mark)) {
            header.remove_suffix(mark.size());
            return true;
        }
    }
    return false;
}

// CRLF and CR become LF in the text from `start` on.
void normalise_line_breaks(std::string& text, std::size_t start)
{
    std::size_t kept = text.find('\r', start);
    for (std::size_t at = kept; at < text.size(); ++at) {
        const bool is_carriage_return = text[at] == '\r';
        if (is_carriage_return && at + 1 < text.size() && text[at + 1] == '\n') continue;
        text[kept++] = is_carriage_return ? '\n' : text[at];
    }
    if (kept != std::string::npos) text.resize(kept);
}

void append_cell(std::string& text, std::string_view bytes, Encoding encoding)
{
    const std::size_t start = text.size();
    append_decoded(text, bytes, encoding);
    normalise_line_breaks(text, start);
    const std::string_view cell = std::string_view{text}.substr(start);
    const std::string_view kept = trimmed(cell);
    if (kept.size() == cell.size()) return;
    const auto first = static_cast<std::size_t>(kept.data() - text.data());
    const std::size_t size = kept.size();
    text.erase(start, size == 0 ? std::string::npos : first - start);
    text.resize(start + size);
}

}  // namespace

std::string fold_header(std::string_view header)
{
    const std::string folded = fold_word(header);
    std::string_view name = folded;
    while (strip_mark(name)) {
    }
    return std::string{name};
}

HeaderIndex::HeaderIndex(const std::vector<std::string>& headers)
{
    for (std::size_t column = 0; column < headers.size(); ++column) {
        columns_[fold_header(headers[column])].push_back(column);
    }
}

std::optional<std::size_t> HeaderIndex::column_of(std::string_view alias) const
{
    const auto exact = columns_.find(fold_header(alias));
    if (exact != columns_.end()) return exact->second.front();
    const auto mark = alias.rfind('#');
    if (mark == std::string_view::npos) return std::nullopt;
    std::size_t number = 0;
    std::from_chars(alias.data() + mark + 1, alias.data() + alias.size(), number);
    const auto repeated = columns_.find(fold_header(alias.substr(0, mark)));
    if (repeated == columns_.end() || number == 0 || number > repeated->second.size()) return std::nullopt;
    return repeated->second[number - 1];
}

std::vector<std::size_t> HeaderIndex::columns_of(std::string_view alias) const
{
    const auto exact = columns_.find(fold_header(alias));
    return exact == columns_.end() ? std::vector<std::size_t>{} : exact->second;
}

ColumnMap::ColumnMap(std::vector<std::string> headers, const PortalProfile& profile)
    : headers_{std::move(headers)}
{
    columns_.fill(-1);
    const HeaderIndex index{headers_};
    for (const auto& [field, aliases] : profile.aliases) {
        for (const std::string& alias : aliases) {
            const auto column = index.column_of(alias);
            if (!column) continue;
            columns_[index_of(field)] = static_cast<int>(*column);
            for (const std::size_t other : index.columns_of(alias)) {
                if (other != *column) rivals_.emplace_back(*column, other);
            }
            break;
        }
    }
    wide_ = find_wide_columns(headers_, index, profile);
    wide_columns_ = wide_.columns();
    // Another field's column ("郵便番号#2" of a recipient) is no rival.
    std::erase_if(rivals_, [this](const auto& rival) { return is_used(rival.second); });
}

std::vector<std::string> ColumnMap::missing(const PortalProfile& profile) const
{
    std::set<Field> required{profile.required.begin(), profile.required.end()};
    required.insert(kAlwaysRequired.begin(), kAlwaysRequired.end());
    std::vector<std::string> headers;
    for (const Field field : required) {
        if (has(field) || (field == Field::OrderNumber && makes_order_numbers(profile))) continue;
        const auto aliases = profile.aliases.find(field);
        const bool is_named = aliases != profile.aliases.end() && !aliases->second.empty();
        headers.push_back(is_named ? aliases->second.front() : std::string{key_of(field)});
    }
    return headers;
}

bool ColumnMap::makes_order_numbers(const PortalProfile& profile) const
{
    const auto& fields = profile.order_number_from;
    return !has(Field::OrderNumber) && !fields.empty() &&
           std::all_of(fields.begin(), fields.end(), [this](Field field) { return has(field); });
}

std::size_t ColumnMap::mapped_fields() const
{
    return static_cast<std::size_t>(
        std::count_if(columns_.begin(), columns_.end(), [](int column) { return column >= 0; }));
}

bool ColumnMap::is_used(std::size_t column) const
{
    return std::find(columns_.begin(), columns_.end(), static_cast<int>(column)) != columns_.end() ||
           std::find(wide_columns_.begin(), wide_columns_.end(), column) != wide_columns_.end();
}

std::string_view portal_bytes(const RawRecord& record, const ColumnMap& columns)
{
    if (!columns.has(Field::Portal)) return {};
    const std::size_t column = columns.column_of(Field::Portal);
    return column < record.cells.size() ? order_number_bytes(record.cells[column]) : std::string_view{};
}

MappedRow::MappedRow(const RawRecord& record, long row, const ColumnMap& columns, Encoding encoding)
    : line_{record.line}, row_{row}, raw_{record.bytes}
{
    text_.reserve(record.bytes.size());
    for (std::size_t field = 0; field < kFieldCount; ++field) {
        starts_[field] = static_cast<std::uint32_t>(text_.size());
        const auto named = static_cast<Field>(field);
        if (columns.has(named)) append_cell(text_, record.cells[columns.column_of(named)], encoding);
    }
    starts_[kFieldCount] = static_cast<std::uint32_t>(text_.size());
    for (const std::size_t column : columns.wide_columns())
        append_cell(wide_cells_.emplace_back(), record.cells[column], encoding);
}

MappedRow MappedRow::with(const std::vector<std::pair<Field, std::string>>& texts) const
{
    MappedRow changed{*this};
    changed.text_.clear();
    for (std::size_t field = 0; field < kFieldCount; ++field) {
        changed.starts_[field] = static_cast<std::uint32_t>(changed.text_.size());
        const auto other = std::find_if(
            texts.begin(), texts.end(), [field](const auto& text) { return index_of(text.first) == field; });
        changed.text_ += other == texts.end() ? (*this)[static_cast<Field>(field)] : other->second;
    }
    changed.starts_[kFieldCount] = static_cast<std::uint32_t>(changed.text_.size());
    return changed;
}

void MappedRow::find_undecodable_column(const RawRecord& record, Encoding encoding)
{
    if (!first_undecodable(record.bytes, encoding)) return;
    const auto is_bad = [encoding](
                            std::string_view cell) { return first_undecodable(cell, encoding).has_value(); };
    const auto bad = std::find_if(record.cells.begin(), record.cells.end(), is_bad);
    undecodable_column_ = static_cast<std::size_t>(bad - record.cells.begin());
    if (bad != record.cells.end()) undecodable_text_ = decoded(*bad, encoding);
}

}  // namespace furusato::portal_import
