#include <algorithm>
#include <map>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::HistoryEntry;
using application::OperationStart;
using application::StoredOperation;
using domain::OperationId;

namespace {

StoredOperation operation_of(const Row& row)
{
    return {row.id<OperationId>("id"),
        {row.text("kind"), row.text("actor"), row.text("source"), row.text("source_key"), row.text("reason"),
            row.date("business_date")},
        row.text("started_at"), row.text("finished_at"), row.text("idempotency_key")};
}

}  // namespace

void SqlOperations::begin(OperationId id, const OperationStart& start, const std::string& started_at)
{
    connection_.execute(R"sql(
        INSERT INTO operations (id, kind, state, actor, source, source_key, reason, business_date, started_at)
        VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?)
    )sql",
        {id.value, start.kind, start.actor, start.source, start.source_key, start.reason,
            start.business_date.iso(), started_at});
}

void SqlOperations::add_history(OperationId id, const std::vector<HistoryEntry>& entries)
{
    Connection::Values records;
    Connection::Values fields;
    records.reserve(entries.size() * 5);
    for (const auto& entry : entries) {
        append(records, id.value, entry.entity, entry.entity_id, entry.action, entry.digest);
        for (const auto& change : entry.fields) {
            append(fields, id.value, entry.entity, entry.entity_id, change.field, change.old_value,
                change.new_value);
        }
    }
    connection_.insert_rows("history", {"operation_id", "entity", "entity_id", "action", "digest"}, records);
    connection_.insert_rows(
        "history_fields", {"operation_id", "entity", "entity_id", "field", "old_value", "new_value"}, fields);
}

void SqlOperations::finish(OperationId id, const std::string& finished_at)
{
    connection_.execute(
        "UPDATE operations SET state = 'done', finished_at = ? WHERE id = ?", {finished_at, id.value});
}

std::optional<StoredOperation> SqlOperations::find_if_there(OperationId id)
{
    const auto rows = connection_.query(
        "SELECT id, kind, actor, source, source_key, reason, business_date, started_at, finished_at, idempotency_key "
        "FROM operations WHERE id = ?",
        {id.value});
    if (rows.empty()) return std::nullopt;
    return operation_of(rows.front());
}

StoredOperation SqlOperations::find(OperationId id)
{
    const auto found = find_if_there(id);
    if (!found)
        throw application::StorageError{
            "database.unreadable", "operation " + std::to_string(id.value) + " is missing"};
    return *found;
}

std::optional<domain::Date> SqlOperations::day_of(OperationId id)
{
    const auto rows = connection_.query("SELECT business_date FROM operations WHERE id = ?", {id.value});
    if (rows.empty()) return std::nullopt;
    return domain::Date::parse_iso(rows.front().text("business_date"));
}

std::vector<OperationId> SqlOperations::with_source_key(const std::string& source_key, OperationId first)
{
    std::vector<OperationId> operations;
    connection_.for_each_row("SELECT id FROM operations WHERE id >= ? AND source_key = ? ORDER BY id",
        {first.value, source_key}, [&](const Row& row) { operations.push_back(row.id<OperationId>("id")); });
    return operations;
}

std::vector<OperationId> SqlOperations::open_operations()
{
    std::vector<OperationId> open;
    for (const Row& row : connection_.query("SELECT id FROM operations WHERE state = 'open' ORDER BY id")) {
        open.push_back(row.id<OperationId>("id"));
    }
    return open;
}

void SqlOperations::for_each_digest(OperationId id,
    const std::function<void(const std::string&, std::int64_t, const std::string&, const std::string&)>&
        visit)
{
    connection_.for_each_row(
        "SELECT entity, entity_id, action, digest FROM history WHERE operation_id = ? ORDER BY entity, entity_id",
        {id.value}, [&](const Row& row) {
            visit(row.text("entity"), row.integer("entity_id"), row.text("action"), row.text("digest"));
        });
}

void SqlOperations::for_each_field(OperationId id,
    const std::function<void(const std::string&, std::int64_t, const application::FieldChange&)>& visit)
{
    connection_.for_each_row(
        "SELECT entity, entity_id, field, old_value, new_value, value_digest FROM history_fields WHERE operation_id = ? "
        "ORDER BY entity, entity_id, field",
        {id.value}, [&](const Row& row) {
            visit(row.text("entity"), row.integer("entity_id"),
                {row.text("field"), row.text("old_value"), row.text("new_value"), row.text("value_digest")});
        });
}

void SqlOperations::mask_field(
    OperationId id, const std::string& entity, std::int64_t entity_id, const application::FieldChange& masked)
{
    connection_.execute(
        "UPDATE history_fields SET old_value = ?, new_value = ?, value_digest = ? "
        "WHERE operation_id = ? AND entity = ? AND entity_id = ? AND field = ?",
        {masked.old_value, masked.new_value, masked.value_digest, id.value, entity, entity_id, masked.field});
}

namespace {

/// The order in which changes were written. Operations begin, and draw their numbers, in another one than they get at the record; their
/// link is numbered in the transaction that writes (of one lane: the command line's). What is still open comes last, as nobody else
/// changes its records.
constexpr auto kJoinLinks = "LEFT JOIN audit_links a ON a.operation_id = o.id ";
constexpr auto kAsWritten =
    "CASE WHEN a.link_number IS NULL THEN 1 ELSE 0 END, a.link_number, o.started_at, o.id";

}  // namespace

std::vector<application::RecordedChange> SqlOperations::history_of(
    const std::string& entity, std::int64_t entity_id)
{
    std::vector<application::RecordedChange> changes;
    connection_.for_each_row(
        std::string{"SELECT o.id AS id, o.kind AS kind, o.actor AS actor, o.source AS source, "
                    "o.source_key AS source_key, o.reason AS reason, o.business_date AS business_date, "
                    "o.started_at AS started_at, o.finished_at AS finished_at, "
                    "o.idempotency_key AS idempotency_key, h.action AS action FROM history h "
                    "JOIN operations o ON o.id = h.operation_id "} +
            kJoinLinks + "WHERE h.entity = ? AND h.entity_id = ? ORDER BY " + kAsWritten,
        {entity, entity_id}, [&](const Row& row) {
            changes.push_back({operation_of(row), row.text("action"), {}});
        });
    for (auto& change : changes) {
        connection_.for_each_row(
            "SELECT field, old_value, new_value, value_digest FROM history_fields WHERE operation_id = ? AND entity = ? AND entity_id = ? ORDER BY field",
            {change.operation.id.value, entity, entity_id}, [&](const Row& row) {
                change.fields.push_back({row.text("field"), row.text("old_value"), row.text("new_value"),
                    row.text("value_digest")});
            });
    }
    return changes;
}

std::set<std::string> SqlOperations::fields_set_by_clerks(const std::string& entity, std::int64_t entity_id)
{
    // How many clerks' changes of a field stand: each undo takes one off, and none below nothing.
    std::map<std::string, int> standing;
    connection_.for_each_row(
        std::string{"SELECT f.field AS field, o.kind AS kind FROM history h "
                    "JOIN operations o ON o.id = h.operation_id "
                    "JOIN history_fields f ON f.operation_id = h.operation_id AND f.entity = h.entity "
                    "AND f.entity_id = h.entity_id "} +
            kJoinLinks + "WHERE h.entity = ? AND h.entity_id = ? AND o.source = 'clerk' ORDER BY " +
            kAsWritten,
        {entity, entity_id}, [&](const Row& row) {
            int& count = standing[row.text("field")];
            count = row.text("kind") == "donation.undo" ? std::max(0, count - 1) : count + 1;
        });
    std::set<std::string> fields;
    for (const auto& [field, count] : standing) {
        if (count > 0) fields.insert(field);
    }
    return fields;
}

std::vector<std::pair<OperationId, std::string>> SqlOperations::digests_of(
    const std::string& entity, std::int64_t entity_id)
{
    std::vector<std::pair<OperationId, std::string>> digests;
    connection_.for_each_row(
        std::string{"SELECT h.operation_id AS operation_id, h.digest AS digest FROM history h "
                    "JOIN operations o ON o.id = h.operation_id "} +
            kJoinLinks + "WHERE h.entity = ? AND h.entity_id = ? ORDER BY " + kAsWritten,
        {entity, entity_id}, [&](const Row& row) {
            digests.emplace_back(row.id<OperationId>("operation_id"), row.text("digest"));
        });
    return digests;
}

void SqlOperations::for_each_newest_digest(
    const std::string& entity, const std::function<void(std::int64_t, const std::string&, int)>& visit)
{
    // Two operations may end in another order than they began: a record that has a version says itself which one changed it last, and
    // verify compares the number of its entries with its version. Of other records the newest link tells it.
    static const std::map<std::string, std::string> kChanged{{"donation", "donations d ON d.id"},
        {"donor", "donor_profiles d ON d.donor_id"}, {"ticket", "tickets d ON d.id"},
        {"donor_pair", "donor_candidates d ON d.id"}, {"donor_merge", "donor_merges d ON d.id"}};
    const auto table = kChanged.find(entity);
    const std::string sql =
        table == kChanged.end()
            ? std::string{"SELECT h.entity_id AS entity_id, h.digest AS digest, 1 AS counts FROM history h "
                          "LEFT JOIN operations o ON o.id = h.operation_id "} +
                  kJoinLinks + "WHERE h.entity = ? ORDER BY h.entity_id, " + kAsWritten
            : "SELECT h.entity_id AS entity_id, h.digest AS digest, "
              "CASE WHEN d.version IS NULL OR d.changed_by = h.operation_id THEN 1 ELSE 0 END AS counts "
              "FROM history h LEFT JOIN " +
                  table->second + " = h.entity_id WHERE h.entity = ? ORDER BY h.entity_id, h.operation_id";
    std::int64_t current = 0;
    std::string digest;
    int entries = 0;
    connection_.for_each_row(sql, {entity}, [&](const Row& row) {
        if (row.integer("entity_id") != current) {
            if (current != 0) visit(current, digest, entries);
            current = row.integer("entity_id");
            digest.clear();
            entries = 0;
        }
        ++entries;
        if (row.integer("counts") == 1) digest = row.text("digest");
    });
    if (current != 0) visit(current, digest, entries);
}

}  // namespace furusato::persistence
