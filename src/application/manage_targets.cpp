#include "furusato/application/manage_targets.hpp"

#include <array>

#include "application/row_digests.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

using domain::Month;
using domain::Yen;

std::vector<Target> ManageTargets::list(std::optional<domain::FiscalYear> year)
{
    std::vector<Target> targets;
    store_.read([&](Records& records) { targets = records.targets.list(year); });
    return targets;
}

Target ManageTargets::set(Target target, const Caller& caller)
{
    const bool inside =
        !target.month || domain::FiscalYear::of(target.month->first_day()) == target.fiscal_year;
    if (!inside || target.amount < Yen{})
        throw domain::Refusal{domain::RefusalKind::Invalid, "target.invalid"};
    target.id = store_.draw_ids("target", 1);
    target.entered_on = caller.business_date;
    trail_.perform({"target.set", caller.actor, "clerk", "", "", caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            records.targets.add(target, operation);
            touched.push_back(entry_of(digests_, target));
        });
    return target;
}

std::optional<std::vector<Yen>> monthly_targets(const std::vector<Target>& entries, domain::FiscalYear year)
{
    constexpr std::size_t kMonths = 12;
    std::optional<Yen> annual;
    std::array<std::optional<Yen>, kMonths> planned{};
    for (const auto& entry : entries) {
        if (entry.kind != TargetKind::Target || entry.fiscal_year != year) continue;
        if (!entry.month) {
            annual = entry.amount;
            continue;
        }
        for (std::size_t i = 0; i < kMonths; ++i) {
            if (Month::of(year.first_day()).plus_months(static_cast<int>(i)) == *entry.month)
                planned[i] = entry.amount;
        }
    }
    Yen in_plan;
    std::int64_t open = 0;
    for (const auto& amount : planned) {
        open += !amount;
        if (amount) in_plan += *amount;
    }
    if (!annual && open == static_cast<std::int64_t>(kMonths)) return std::nullopt;
    // A plan that asks for more than the annual figure stands as it is; the other months then ask for nothing.
    const Yen rest = annual && in_plan < *annual ? *annual - in_plan : Yen{};
    std::vector<Yen> months;
    std::int64_t left = open;
    Yen given;
    for (const auto& amount : planned) {
        if (amount) {
            months.push_back(*amount);
            continue;
        }
        const Yen share = --left == 0 ? rest - given : Yen{rest.amount() / open};
        given += share;
        months.push_back(share);
    }
    return months;
}

}  // namespace furusato::application
