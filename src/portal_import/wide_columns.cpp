#include "portal_import/wide_columns.hpp"

#include <optional>
#include <string_view>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::string_view kNumberMark = "{N}";
constexpr std::string_view kPurposeMark = "{purpose}";

std::string with_mark(std::string_view pattern, std::string_view mark, std::string_view text)
{
    std::string header{pattern};
    const auto at = header.find(mark);
    if (at != std::string::npos) header.replace(at, mark.size(), text);
    return header;
}

std::optional<GiftColumns> find_group(int number, const HeaderIndex& index, const GiftGroups& groups)
{
    GiftColumns found{number, {}};
    for (const auto& [field, aliases] : groups.aliases) {
        for (const std::string& alias : aliases) {
            const auto column = index.column_of(with_mark(alias, kNumberMark, std::to_string(number)));
            if (!column) continue;
            found.columns.emplace_back(field, *column);
            break;
        }
    }
    return found.columns.empty() ? std::nullopt : std::optional{found};
}

/// The name in "子育て支援 選択" by "{purpose} 選択", as written there; empty where the header is no such one.
std::string purpose_in(const std::string& header, const std::string& pattern)
{
    const auto mark = pattern.find(kPurposeMark);
    const std::string before = pattern.substr(0, mark);
    const std::string after = mark == std::string::npos ? "" : pattern.substr(mark + kPurposeMark.size());
    const std::string_view left = trimmed(before);
    const std::string_view right = trimmed(after);
    std::string_view written = trimmed(header);
    if (written.starts_with(left) && written.ends_with(right) && written.size() > left.size() + right.size())
        return std::string{trimmed(written.substr(left.size(), written.size() - left.size() - right.size()))};
    const std::string folded = fold_word(header);
    const std::string folded_left = fold_word(left);
    const std::string folded_right = fold_word(right);
    if (!folded.starts_with(folded_left) || !folded.ends_with(folded_right) ||
        folded.size() <= folded_left.size() + folded_right.size())
        return {};
    return folded.substr(folded_left.size(), folded.size() - folded_left.size() - folded_right.size());
}

std::vector<PurposeColumns> find_purposes(
    const std::vector<std::string>& headers, const HeaderIndex& index, const PurposePairs& pairs)
{
    std::vector<PurposeColumns> found;
    for (std::size_t column = 0; column < headers.size(); ++column) {
        const std::string label = purpose_in(headers[column], pairs.chosen);
        if (label.empty()) continue;
        const auto amount = index.column_of(with_mark(pairs.amount, kPurposeMark, label));
        if (amount && *amount != column) found.push_back({label, column, *amount});
    }
    return found;
}

}  // namespace

std::vector<std::size_t> WideColumns::columns() const
{
    std::vector<std::size_t> all;
    for (const GiftColumns& group : gifts) {
        for (const auto& [field, column] : group.columns) all.push_back(column);
    }
    for (const PurposeColumns& purpose : purposes) {
        all.push_back(purpose.chosen);
        all.push_back(purpose.amount);
    }
    return all;
}

WideColumns find_wide_columns(
    const std::vector<std::string>& headers, const HeaderIndex& index, const PortalProfile& profile)
{
    WideColumns found;
    for (int number = 1; number <= profile.gift_groups.most; ++number) {
        if (auto group = find_group(number, index, profile.gift_groups))
            found.gifts.push_back(*std::move(group));
    }
    if (profile.purpose_pairs) found.purposes = find_purposes(headers, index, *profile.purpose_pairs);
    return found;
}

}  // namespace furusato::portal_import
