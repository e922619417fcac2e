#include <map>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::Anchor;
using application::AuditLink;
using domain::OperationId;

namespace {

AuditLink link_of(const Row& row)
{
    return {row.text("lane"), row.integer("link_number"), row.id<OperationId>("operation_id"),
        row.integer("entries"), row.text("entries_digest"), row.text("previous_link"), row.text("link")};
}

}  // namespace

std::optional<AuditLink> SqlOperations::last_link(const std::string& lane)
{
    const auto rows = connection_.query(R"sql(
        SELECT lane, link_number, operation_id, entries, entries_digest, previous_link, link
          FROM audit_links
         WHERE lane = ?
         ORDER BY link_number DESC
         LIMIT 1
    )sql",
        {lane});
    if (rows.empty()) return std::nullopt;
    return link_of(rows.front());
}

void SqlOperations::add_link(const AuditLink& link)
{
    connection_.execute(R"sql(
        INSERT INTO audit_links (lane, link_number, operation_id, entries, entries_digest, previous_link, link)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    )sql",
        {link.lane, link.number, link.operation.value, link.entries, link.entries_digest, link.previous_link,
            link.link});
}

void SqlOperations::for_each_link(const std::function<void(const AuditLink&)>& visit)
{
    connection_.for_each_row(R"sql(
        SELECT lane, link_number, operation_id, entries, entries_digest, previous_link, link
          FROM audit_links
         ORDER BY lane, link_number
    )sql",
        {}, [&](const Row& row) { visit(link_of(row)); });
}

std::vector<OperationId> SqlOperations::done_without_link()
{
    std::vector<OperationId> found;
    for (const Row& row : connection_.query(R"sql(
             SELECT o.id AS id
               FROM operations o
               LEFT JOIN audit_links a ON a.operation_id = o.id
              WHERE o.state = 'done' AND a.operation_id IS NULL
              ORDER BY o.id
         )sql")) {
        found.push_back(row.id<OperationId>("id"));
    }
    return found;
}

std::vector<OperationId> SqlOperations::linked_but_open()
{
    std::vector<OperationId> found;
    for (const Row& row : connection_.query(R"sql(
             SELECT o.id AS id
               FROM operations o
               JOIN audit_links a ON a.operation_id = o.id
              WHERE o.state <> 'done'
              ORDER BY o.id
         )sql")) {
        found.push_back(row.id<OperationId>("id"));
    }
    return found;
}

std::optional<AuditLink> SqlOperations::link_of_operation(OperationId id)
{
    const auto rows = connection_.query(
        "SELECT lane, link_number, operation_id, entries, entries_digest, previous_link, link FROM audit_links WHERE operation_id = ?",
        {id.value});
    if (rows.empty()) return std::nullopt;
    return link_of(rows.front());
}

std::vector<std::string> SqlOperations::lanes()
{
    // Each question is one look into the key, however many links a lane has.
    std::vector<std::string> lanes;
    for (std::string after;;) {
        const auto rows = connection_.query(
            "SELECT lane FROM audit_links WHERE lane > ? ORDER BY lane, link_number LIMIT 1", {after});
        if (rows.empty()) return lanes;
        after = rows.front().text("lane");
        lanes.push_back(after);
    }
}

std::optional<AuditLink> SqlOperations::find_link(const std::string& lane, std::int64_t number)
{
    const auto rows = connection_.query(R"sql(
        SELECT lane, link_number, operation_id, entries, entries_digest, previous_link, link
          FROM audit_links
         WHERE lane = ? AND link_number = ?
    )sql",
        {lane, number});
    if (rows.empty()) return std::nullopt;
    return link_of(rows.front());
}

std::int64_t SqlOperations::count_links(const std::string& lane, std::int64_t after, std::int64_t through)
{
    return connection_
        .query(
            "SELECT COUNT(*) AS links FROM audit_links WHERE lane = ? AND link_number > ? AND link_number <= ?",
            {lane, after, through})
        .front()
        .integer("links");
}

std::vector<domain::Date> SqlOperations::days_after(const std::string& lane, std::int64_t after)
{
    std::vector<domain::Date> days;
    connection_.for_each_row(
        "SELECT o.business_date AS business_date FROM audit_links a JOIN operations o ON o.id = a.operation_id "
        "WHERE a.lane = ? AND a.link_number > ? ORDER BY a.link_number",
        {lane, after}, [&](const Row& row) {
            if (const auto day = domain::Date::parse_iso(row.text("business_date"))) days.push_back(*day);
        });
    return days;
}

void SqlOperations::add_anchor(const Anchor& anchor)
{
    connection_.execute(R"sql(
        INSERT INTO audit_anchors (anchored_on, anchor_number, operations, made_at, actor, previous_digest, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    )sql",
        {anchor.day.iso(), anchor.number, anchor.operations, anchor.made_at, anchor.actor,
            anchor.previous_digest, anchor.digest});
    Connection::Values rows;
    for (const auto& head : anchor.lanes)
        append(rows, anchor.day.iso(), head.lane, head.links, head.last_number, head.link);
    connection_.insert_rows(
        "audit_anchor_lanes", {"anchored_on", "lane", "links", "last_number", "link"}, rows);
}

std::optional<Anchor> SqlOperations::last_anchor()
{
    const auto rows =
        connection_.query("SELECT anchored_on FROM audit_anchors ORDER BY anchor_number DESC LIMIT 1");
    if (rows.empty()) return std::nullopt;
    const domain::Date day = rows.front().date("anchored_on");
    return anchors(day, day).front();
}

std::optional<Anchor> SqlOperations::covering_anchor(const std::string& lane, std::int64_t number)
{
    const auto rows = connection_.query(
        "SELECT a.anchored_on AS anchored_on FROM audit_anchor_lanes l JOIN audit_anchors a ON a.anchored_on = l.anchored_on "
        "WHERE l.lane = ? AND l.last_number >= ? ORDER BY a.anchor_number LIMIT 1",
        {lane, number});
    if (rows.empty()) return std::nullopt;
    const domain::Date day = rows.front().date("anchored_on");
    const auto found = anchors(day, day);
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<Anchor> SqlOperations::anchors(
    const std::optional<domain::Date>& from, const std::optional<domain::Date>& through)
{
    const Connection::Values days{
        from ? from->iso() : std::string{}, through ? through->iso() : "9999-99-99"};
    std::vector<Anchor> anchors;
    std::map<std::string, std::size_t> places;
    connection_.for_each_row(
        "SELECT anchored_on, anchor_number, operations, made_at, actor, previous_digest, digest FROM audit_anchors "
        "WHERE anchored_on >= ? AND anchored_on <= ? ORDER BY anchor_number",
        days, [&](const Row& row) {
            places[row.text("anchored_on")] = anchors.size();
            anchors.push_back({row.date("anchored_on"), row.integer("anchor_number"),
                row.integer("operations"), row.text("made_at"), row.text("actor"), {},
                row.text("previous_digest"), row.text("digest")});
        });
    connection_.for_each_row(
        "SELECT anchored_on, lane, links, last_number, link FROM audit_anchor_lanes "
        "WHERE anchored_on >= ? AND anchored_on <= ? ORDER BY anchored_on, lane",
        days, [&](const Row& row) {
            const auto place = places.find(row.text("anchored_on"));
            if (place == places.end()) return;
            anchors[place->second].lanes.push_back(
                {row.text("lane"), row.integer("links"), row.integer("last_number"), row.text("link")});
        });
    return anchors;
}

}  // namespace furusato::persistence
