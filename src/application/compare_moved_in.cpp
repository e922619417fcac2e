#include "furusato/application/compare_moved_in.hpp"

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_table.hpp"
#include "furusato/portal_import/read_values.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;
using Totals = std::map<std::pair<std::string, int>, MovedInTotal>;

void add_expected(
    Totals& totals, portal_import::ByteSource& source, const std::map<std::string, std::string>& portals)
{
    const auto table = portal_import::read_table(source);
    const std::size_t portal = table.required_column({"ポータル", "portal"});
    const std::size_t year = table.required_column({"年", "寄附年", "tax_year"});
    const std::size_t donations = table.required_column({"件数", "donations"});
    const std::size_t amount = table.required_column({"金額", "寄附金額", "yen"});
    for (const auto& row : table.rows) {
        const auto refuse = [&](const std::string& column) {
            throw Refusal{RefusalKind::Invalid, "totals.invalid",
                {{"line", std::to_string(row.line)}, {"column", column}}};
        };
        if (row.has_wrong_width) refuse("");
        const auto known = portals.find(portal_import::fold_word(row.cells[portal]));
        if (known == portals.end()) refuse(table.headers[portal]);
        const auto number = portal_import::read_yen(row.cells[donations]);
        const auto yen = portal_import::read_yen(row.cells[amount]);
        const auto tax_year = portal_import::read_yen(row.cells[year]);
        if (!number) refuse(table.headers[donations]);
        if (!yen) refuse(table.headers[amount]);
        if (!tax_year) refuse(table.headers[year]);
        const int in_year = static_cast<int>(tax_year->amount());
        MovedInTotal& total = totals[{known->second, in_year}];
        total.here.portal = known->second;
        total.here.tax_year = in_year;
        total.expected_donations = total.expected_donations.value_or(0) + number->amount();
        total.expected_amount = total.expected_amount.value_or(domain::Yen{}) + *yen;
    }
    // What the former system does not list at all must not be here either.
    for (auto& [key, total] : totals) {
        if (!total.expected_donations) total.expected_donations = 0;
        if (!total.expected_amount) total.expected_amount = domain::Yen{};
    }
}

}  // namespace

std::vector<MovedInTotal> CompareMovedIn::execute(portal_import::ByteSource* expected)
{
    Totals totals;
    store_.read([&](Records& records) {
        totals.clear();
        for (const FormerTotal& total : records.donations.former_totals())
            totals[{total.portal, total.tax_year}].here = total;
    });
    if (expected != nullptr) add_expected(totals, *expected, portals_);
    std::vector<MovedInTotal> lines;
    for (const auto& [key, total] : totals) lines.push_back(total);
    return lines;
}

}  // namespace furusato::application
