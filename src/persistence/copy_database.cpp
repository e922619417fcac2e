#include <algorithm>

#include "furusato/domain/refusal.hpp"
#include "furusato/persistence/database_tools.hpp"
#include "persistence/connect.hpp"
#include "persistence/migrate.hpp"
#include "persistence/table_shapes.hpp"

namespace furusato::persistence {
namespace {

using application::CopiedTable;
using Values = Connection::Values;

constexpr std::int64_t kPageRows = 2'000;

/// Reads a table page by page in order of its key: flat memory on every database.
class TableReader {
public:
    TableReader(Connection& connection, const TableShape& shape) : connection_{connection}, shape_{shape}
    {
        for (const Column& column : shape.columns) columns_ += (columns_.empty() ? "" : ", ") + column.name;
        for (const std::string& name : shape.key) order_ += (order_.empty() ? "" : ", ") + name;
    }

    /// Rows after the key, at most a page of them; from the start for an empty key. One question per part of the key, the last part
    /// first: each is one range of the key's index, where (a > ? OR a = ? AND b > ?) is a scan on either database.
    std::vector<Row> page_after(const Values& key) const
    {
        if (key.empty()) return rows_where("", {}, kPageRows);
        std::vector<Row> page;
        for (std::size_t length = key.size(); length > 0; --length) {
            std::string condition;
            for (std::size_t i = 0; i < length; ++i)
                condition +=
                    (i == 0 ? " WHERE " : " AND ") + shape_.key[i] + (i + 1 == length ? " > ?" : " = ?");
            const auto left = kPageRows - static_cast<std::int64_t>(page.size());
            const Values values{key.begin(), key.begin() + static_cast<std::ptrdiff_t>(length)};
            for (Row& row : rows_where(condition, values, left)) page.push_back(std::move(row));
            if (static_cast<std::int64_t>(page.size()) == kPageRows) break;
        }
        return page;
    }

    void for_each_page(Values key, const std::function<void(const std::vector<Row>&)>& visit) const
    {
        for (;;) {
            const auto rows = page_after(key);
            if (rows.empty()) return;
            visit(rows);
            key = key_of(rows.back());
        }
    }

    Values key_of(const Row& row) const
    {
        Values key;
        for (const std::string& name : shape_.key) key.push_back(value_of(row, name, shape_.is_number(name)));
        return key;
    }

    /// The key of the last row; empty for an empty table.
    Values last_key() const
    {
        std::string backwards;
        for (const std::string& name : shape_.key)
            backwards += (backwards.empty() ? "" : ", ") + name + " DESC";
        const auto rows = connection_.query(
            "SELECT " + columns_ + " FROM " + shape_.name + " ORDER BY " + backwards + " LIMIT 1");
        return rows.empty() ? Values{} : key_of(rows.front());
    }

    static Value value_of(const Row& row, const std::string& column, bool is_number)
    {
        if (row.is_null(column)) return {};
        if (is_number) return row.integer(column);
        return row.text(column);
    }

private:
    std::vector<Row> rows_where(const std::string& condition, Values values, std::int64_t limit) const
    {
        values.emplace_back(limit);
        return connection_.query(
            "SELECT " + columns_ + " FROM " + shape_.name + condition + " ORDER BY " + order_ + " LIMIT ?",
            values);
    }

    Connection& connection_;
    const TableShape& shape_;
    std::string columns_;
    std::string order_;
};

/// A table's rows and the digest over the digests of its columns.
struct Fingerprint {
    std::int64_t rows = 0;
    std::string digest;
};

Fingerprint fingerprint_of(
    Connection& connection, const TableShape& shape, const application::Digests& digests)
{
    std::vector<std::unique_ptr<application::RunningDigest>> columns;
    for (std::size_t i = 0; i < shape.columns.size(); ++i) columns.push_back(digests.sha256());
    Fingerprint found;
    TableReader{connection, shape}.for_each_page({}, [&](const std::vector<Row>& rows) {
        found.rows += static_cast<std::int64_t>(rows.size());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            // Length before text, so that no two different columns look alike; NULL is no text at all.
            std::string cells;
            for (const Row& row : rows) {
                const std::string& name = shape.columns[i].name;
                const std::string& text = row.text(name);
                cells += row.is_null(name) ? "-" : std::to_string(text.size()) + ":" + text;
            }
            columns[i]->add(cells);
        }
    });
    std::string all;
    for (const auto& column : columns) all += column->hex();
    found.digest = digests.sha256_hex(all);
    return found;
}

/// Appends what the target does not hold yet; gives the number of rows written.
std::int64_t copy_table(
    Connection& from, Connection& to, const TableShape& shape, const application::CopyProgress& progress)
{
    Values last;
    to.in_snapshot([&] { last = TableReader{to, shape}.last_key(); });
    std::int64_t copied = 0;
    TableReader{from, shape}.for_each_page(last, [&](const std::vector<Row>& rows) {
        Values cells;
        cells.reserve(rows.size() * shape.columns.size());
        for (const Row& row : rows) {
            for (const Column& column : shape.columns)
                cells.push_back(TableReader::value_of(row, column.name, column.is_number));
        }
        to.in_transaction(
            application::Durability::Bulk, [&] { to.insert_rows(shape.name, shape.column_names(), cells); });
        copied += static_cast<std::int64_t>(rows.size());
        progress(shape.name, copied);
    });
    return copied;
}

}  // namespace

application::DatabaseCopy copy_database(const StoreAddress& from, const StoreAddress& to,
    const application::Digests& digests, const application::Clock& clock,
    const application::CopyProgress& progress)
{
    if (from.url == to.url) throw domain::Refusal{domain::RefusalKind::Conflict, "database.copy_to_itself"};
    const auto migrations =
        read_migrations(from.migrations, [&](std::string_view bytes) { return digests.sha256_hex(bytes); });
    const auto source = connect(from.url);
    check_migrated(*source, migrations);
    const auto target = connect(to.url, Statements::ChangeTheSchema);
    migrate(*target, migrations, clock.now_utc());

    application::DatabaseCopy copy;
    source->in_snapshot([&] {
        copy.tables.clear();
        for (const TableShape& shape : read_table_shapes(migrations)) {
            CopiedTable table{shape.name, 0, copy_table(*source, *target, shape, progress), {}, false};
            const Fingerprint mine = fingerprint_of(*source, shape, digests);
            const Fingerprint theirs = fingerprint_of(*target, shape, digests);
            table.rows = theirs.rows;
            table.digest = theirs.digest;
            table.is_equal = mine.rows == theirs.rows && mine.digest == theirs.digest;
            copy.tables.push_back(std::move(table));
        }
    });
    return copy;
}

}  // namespace furusato::persistence
