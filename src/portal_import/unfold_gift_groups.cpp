#include "portal_import/unfold_gift_groups.hpp"

#include <string>
#include <utility>
#include <vector>

namespace furusato::portal_import {
namespace {

using Texts = std::vector<std::pair<Field, std::string>>;

bool holds_gift(const Texts& texts)
{
    for (const auto& [field, text] : texts) {
        if ((field == Field::GiftCode || field == Field::GiftName) && !text.empty()) return true;
    }
    return false;
}

std::vector<PortalOrder::Line> unfolded(const PortalOrder::Line& line, const WideColumns& wide)
{
    std::vector<PortalOrder::Line> lines;
    std::size_t cell = 0;
    for (const GiftColumns& group : wide.gifts) {
        Texts texts;
        for (const auto& [field, column] : group.columns)
            texts.emplace_back(field, line.row.wide_cells()[cell++]);
        if (!holds_gift(texts)) continue;
        texts.emplace_back(Field::LineId, std::to_string(group.number));
        const bool is_further = !lines.empty();
        lines.push_back({line.row.with(texts), line.is_contradictory, is_further});
        // What concerns the whole order counts once.
        if (is_further) lines.back().row.drop_wide_cells();
    }
    if (lines.empty()) lines.push_back(line);
    return lines;
}

}  // namespace

PortalOrder unfold_gift_groups(PortalOrder order, const ColumnMap& columns)
{
    if (columns.wide().gifts.empty()) return order;
    std::vector<PortalOrder::Line> lines;
    for (const PortalOrder::Line& line : order.lines) {
        for (PortalOrder::Line& each : unfolded(line, columns.wide())) lines.push_back(std::move(each));
    }
    order.lines = std::move(lines);
    return order;
}

}  // namespace furusato::portal_import
