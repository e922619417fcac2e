#include "portal_import/read_purpose_pairs.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/cell_limits.hpp"
#include "portal_import/read_contact.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
namespace {

struct Pair {
    const PurposeColumns& columns;
    std::string_view chosen;
    std::string_view amount;
};

std::vector<Pair> pairs_of(const MappedRow& row, const WideColumns& wide)
{
    std::size_t cell = 0;
    for (const GiftColumns& group : wide.gifts) cell += group.columns.size();
    std::vector<Pair> pairs;
    for (const PurposeColumns& columns : wide.purposes) {
        pairs.push_back({columns, row.wide_cells()[cell], row.wide_cells()[cell + 1]});
        cell += 2;
    }
    return pairs;
}

Fault held(std::string code, const std::string& header, std::string_view value)
{
    return {std::move(code), header, std::string{value}, IssueWeight::Held};
}

}  // namespace

ReadPurposes read_purpose_pairs(
    const MappedRow& row, const PortalProfile& profile, const ColumnMap& columns, domain::Yen total)
{
    ReadPurposes read;
    const auto refuse = [&](const char* code, std::size_t column, std::string_view value) {
        if (!read.fault) read.fault = held(code, columns.headers()[column], value);
    };
    std::int64_t sum = 0;
    int without_amount = 0;
    for (const Pair& pair : pairs_of(row, columns.wide())) {
        if (pair.chosen.empty() && pair.amount.empty()) continue;
        const auto told = look_up(profile.purpose_pairs->words, pair.chosen);
        if (!told && !pair.chosen.empty()) refuse("purpose.choice_unknown", pair.columns.chosen, pair.chosen);
        const auto amount = read_yen(pair.amount);
        if (!amount && !pair.amount.empty())
            refuse("purpose.amount_unreadable", pair.columns.amount, pair.amount);
        const bool is_nothing = amount.value_or(domain::Yen{}) == domain::Yen{};
        if (!told.value_or(!is_nothing) && is_nothing) continue;
        if (told && !*told) refuse("purpose.choice_contradicts", pair.columns.amount, pair.amount);
        domain::PurposeShare share;
        share.written = stored_line(pair.columns.label);
        share.code = look_up(profile.purposes, pair.columns.label).value_or("");
        share.amount = amount.value_or(domain::Yen{});
        without_amount += is_nothing ? 1 : 0;
        sum = std::min(sum + share.amount.amount(), domain::Yen::kLimit);
        read.shares.push_back(std::move(share));
    }
    if (read.shares.size() == 1 && without_amount == 1) {
        read.shares.front().amount = total;
    } else if (!read.shares.empty() && (sum != total.amount() || without_amount > 0)) {
        refuse("purpose.amounts_differ", columns.wide().purposes.front().amount, std::to_string(sum));
    }
    if (read.shares.empty()) read.shares.push_back({});
    if (read.shares.size() == 1 && read.shares.front().written.empty()) read.shares.front().amount = total;
    return read;
}

}  // namespace furusato::portal_import
