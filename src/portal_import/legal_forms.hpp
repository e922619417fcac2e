#pragma once

#include <array>
#include <string_view>

namespace furusato::portal_import {

/// What a body's name carries for its legal form, folded by NFKC (㈱ is (株)); longer forms first.
inline constexpr auto kLegalForms =
    std::to_array<std::string_view>({"特定非営利活動法人", "独立行政法人", "一般社団法人", "一般財団法人",
        "公益社団法人", "公益財団法人", "社会福祉法人", "医療法人社団", "医療法人財団", "医療法人",
        "学校法人", "宗教法人", "農事組合法人", "NPO法人", "株式会社", "有限会社", "合同会社", "合資会社",
        "合名会社", "(株)", "(有)", "(同)", "(資)", "(名)", "(医)", "(福)", "(学)", "(宗)", "(社)", "(財)"});

/// Whether a folded name is a body's. Nearly every name is a person's: one look for what all forms share
/// comes first.
inline bool holds_legal_form(std::string_view folded_name)
{
    const auto has = [folded_name](
                         std::string_view part) { return folded_name.find(part) != std::string_view::npos; };
    if (!has("(") && !has("法人") && !has("会社")) return false;
    for (const std::string_view form : kLegalForms) {
        if (has(form)) return true;
    }
    return false;
}

}  // namespace furusato::portal_import
