#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::Target;
using application::TargetKind;

namespace {

Target target_of(const Row& row)
{
    const std::string record = "target " + row.text("id");
    const bool is_target = row.text("kind") == key_of(TargetKind::Target);
    const auto month = domain::Month::parse_iso(row.text("target_month"));
    if ((!is_target && row.text("kind") != key_of(TargetKind::IncomeBudget)) ||
        (!month && !row.text("target_month").empty()))
        throw application::StorageError{"database.unreadable", "unknown kind or month, " + record};
    return {row.integer("id"), is_target ? TargetKind::Target : TargetKind::IncomeBudget,
        domain::FiscalYear{static_cast<int>(row.integer("fiscal_year"))}, month, row.yen("amount_yen"),
        day_of(row, "entered_on", record), row.text("note")};
}

}  // namespace

void SqlTargets::add(const Target& target, domain::OperationId operation)
{
    connection_.execute(R"sql(
        INSERT INTO targets (id, kind, fiscal_year, target_month, amount_yen, entered_on, note, operation_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
        {target.id, std::string{key_of(target.kind)}, std::int64_t{target.fiscal_year.value()},
            target.month ? target.month->iso() : std::string{}, target.amount.amount(),
            target.entered_on.iso(), target.note, operation.value});
}

std::vector<Target> SqlTargets::list(std::optional<domain::FiscalYear> year)
{
    std::vector<Target> targets;
    const std::int64_t from = year ? year->value() : 0;
    const std::int64_t through = year ? year->value() : 9999;
    connection_.for_each_row(R"sql(
        SELECT id, kind, fiscal_year, target_month, amount_yen, entered_on, note
          FROM targets
         WHERE fiscal_year BETWEEN ? AND ?
         ORDER BY id
    )sql",
        {from, through}, [&](const Row& row) { targets.push_back(target_of(row)); });
    return targets;
}

}  // namespace furusato::persistence
