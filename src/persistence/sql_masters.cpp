#include <array>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::MasterUse;
using domain::MasterKind;
using domain::MasterVersion;

namespace {

/// Where the masters of a kind stand, and which donations show one. The names are ours: nothing from outside gets into a statement.
struct Tables {
    std::string masters;
    std::string versions;
    std::string master_id;
    std::string own_column;  // what only this kind has
    std::string users;       // donations d of a code
};

const Tables& tables_of(MasterKind kind)
{
    static const std::array<Tables, domain::kMasterKindKeys.size()> kTables{{
        {"purposes", "purpose_versions", "purpose_id", "fund_code",
            "donations d JOIN donation_purposes s ON s.donation_id = d.id WHERE s.purpose_code = ?"},
        {"funds", "fund_versions", "fund_id", "",
            "donations d JOIN donation_purposes s ON s.donation_id = d.id "
            "JOIN purpose_versions v ON v.id = s.purpose_version_id WHERE v.fund_code = ?"},
        {"portals", "portal_versions", "portal_id", "gives_points", "donations d WHERE d.portal = ?"},
        {"payment_methods", "payment_method_versions", "payment_method_id", "",
            "donations d WHERE d.payment_method = ?"},
        {"sections", "section_versions", "section_id", "", ""},
    }};
    return kTables[static_cast<std::size_t>(kind)];
}

}  // namespace

std::vector<MasterVersion> SqlMasters::versions(MasterKind kind)
{
    const Tables& tables = tables_of(kind);
    const std::string own =
        tables.own_column.empty() ? "" : ", v." + tables.own_column + " AS " + tables.own_column;
    std::vector<MasterVersion> versions;
    connection_.for_each_row(
        "SELECT v.id AS id, m.id AS master_id, m.code AS code, v.label AS label, v.valid_from AS valid_from, "
        "v.valid_to AS valid_to" +
            own + " FROM " + tables.masters + " m JOIN " + tables.versions + " v ON v." + tables.master_id +
            " = m.id ORDER BY m.code, v.valid_from, v.id",
        {}, [&](const Row& row) {
            const std::string record = std::string{domain::key_of(kind)} + " " + row.text("code");
            versions.push_back({row.integer("id"), row.integer("master_id"), row.text("code"),
                row.text("label"), kind == MasterKind::Purpose ? row.text("fund_code") : std::string{},
                kind == MasterKind::Portal && row.flag("gives_points"), day_of(row, "valid_from", record),
                optional_day_of(row, "valid_to", record)});
        });
    return versions;
}

void SqlMasters::add_master(MasterKind kind, const MasterVersion& version, domain::OperationId operation)
{
    connection_.execute(
        "INSERT INTO " + tables_of(kind).masters + " (id, code, operation_id) VALUES (?, ?, ?)",
        {version.master, version.code, operation.value});
}

void SqlMasters::add_version(MasterKind kind, const MasterVersion& version, domain::OperationId operation)
{
    const Tables& tables = tables_of(kind);
    std::vector<std::string_view> columns{
        "id", tables.master_id, "valid_from", "valid_to", "label", "operation_id"};
    Connection::Values cells;
    append(cells, version.id, version.master, version.valid_from.iso(), value_of(version.valid_to),
        version.name, operation.value);
    if (!tables.own_column.empty()) {
        columns.push_back(tables.own_column);
        cells.push_back(kind == MasterKind::Purpose ? Value{version.fund_code}
                                                    : Value{std::int64_t{version.gives_points}});
    }
    connection_.insert_rows(tables.versions, columns, cells);
}

void SqlMasters::set_end(MasterKind kind, std::int64_t version, const std::optional<domain::Date>& valid_to)
{
    connection_.execute("UPDATE " + tables_of(kind).versions + " SET valid_to = ? WHERE id = ?",
        {value_of(valid_to), version});
}

std::optional<MasterUse> SqlMasters::use_since(
    MasterKind kind, const std::string& code, const domain::Date& day)
{
    const std::string& users = tables_of(kind).users;
    if (users.empty()) return std::nullopt;
    const auto rows =
        connection_.query("SELECT COUNT(DISTINCT d.id) AS donations, MAX(d.applied_on) AS last_day FROM " +
                              users + " AND d.applied_on >= ?",
            {code, day.iso()});
    const auto last = rows.front().optional_date("last_day");
    if (!last) return std::nullopt;
    return MasterUse{rows.front().integer("donations"), *last};
}

}  // namespace furusato::persistence
