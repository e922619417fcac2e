#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/application/database_tools.hpp"
#include "furusato/application/storage_error.hpp"
#include "furusato/application/store.hpp"
#include "persistence/row.hpp"

namespace furusato::persistence {

/// The narrow database port: nobody else speaks SQL, and the SQL is the same for every database (ARCHITECTURE.md §7).
/// Failures are StorageError or DuplicateKey. One thread at a time.
class Connection {
public:
    using Values = std::vector<Value>;

    virtual ~Connection() = default;
    /// The whole answer.
    std::vector<Row> query(std::string_view sql, const Values& values = {});
    /// Streams the answer: flat memory whatever its size.
    virtual void for_each_row(
        std::string_view sql, const Values& values, const std::function<void(const Row&)>& visit) = 0;
    /// Rows changed. A no-op UPDATE counts differently on different databases: never use it to test existence.
    virtual std::int64_t execute(std::string_view sql, const Values& values = {}) = 0;
    /// Bulk insert; `cells` holds the rows one after the other, columns.size() values each.
    virtual void insert_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) = 0;
    /// The same, leaving out rows whose key is there already.
    virtual void insert_missing_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) = 0;
    /// Adds to the sums of the rows with these keys; a row that is not there yet begins with them. Cells as for insert_rows, keys first.
    virtual void add_to_sums(std::string_view table, const std::vector<std::string_view>& keys,
        const std::vector<std::string_view>& sums, const Values& cells) = 0;
    /// Runs the work in one write transaction.
    virtual void in_transaction(application::Durability durability, const std::function<void()>& work) = 0;
    /// Runs the work on one unchanging picture of the data.
    virtual void in_snapshot(const std::function<void()>& work) = 0;
    /// Whether a read may run again from its start.
    virtual bool may_read_again() const { return true; }
    /// How long one write transaction may take before other writers feel it.
    virtual std::chrono::milliseconds batch_time() const = 0;
    /// Whether each foreign key costs an index of its own.
    virtual bool indexes_references() const = 0;
    /// One schema statement of a migration. Databases that commit it at once take one that had run before for done.
    virtual void change_schema(std::string_view sql) = 0;
    /// Names of all indexes where one can be made later inside a transaction; nullopt elsewhere.
    virtual std::optional<std::set<std::string>> index_names() { return std::nullopt; }
    /// Makes an index over rows that are there, in a transaction of its own; nothing if it is there already.
    virtual void make_index(std::string_view name, std::string_view statement);
    /// Whether the other side still answers; asked after idle time.
    virtual bool is_alive() = 0;
    /// Engine, version, character set, free space … as far as the database tells (check_database.cpp reads the names).
    virtual std::vector<application::DatabaseFact> describe() = 0;
    /// What the database's own check finds wrong, empty if nothing.
    virtual std::vector<std::string> find_structural_faults() = 0;
};

/// Adds cells to a row list without copying temporaries, as an initializer list would.
template <class... Cells>
void append(Connection::Values& values, Cells&&... cells)
{
    (values.emplace_back(std::forward<Cells>(cells)), ...);
}

/// "?, ?, ?" for a list of this many values.
std::string placeholders(std::size_t count);

/// INSERT of so many rows, every value a "?".
std::string insert_sql(
    std::string_view table, const std::vector<std::string_view>& columns, std::size_t rows);

/// Runs `visit` over `items` in lists of one fixed size, the last one filled up with copies, so that few statements are prepared.
template <class Item>
void in_lists_of(std::size_t size, const std::vector<Item>& items,
    const std::function<void(const Connection::Values&)>& visit)
{
    for (std::size_t start = 0; start < items.size(); start += size) {
        Connection::Values list;
        list.reserve(size);
        for (std::size_t i = 0; i < size; ++i)
            list.emplace_back(items[std::min(start + i, items.size() - 1)]);
        visit(list);
    }
}

/// How long a server may think before it counts as lost: a new index on ten million donations takes minutes.
enum class Statements { Short, ChangeTheSchema };

/// Opens (and creates) an SQLite database file; ":memory:" for tests.
std::unique_ptr<Connection> open_sqlite(const std::string& path);

/// Connects to "mysql://…" (MysqlAddress). Throws domain::Refusal{Invalid, "database.url"} or StorageError ("database.unreachable",
/// "database.login", "database.tls", "database.plaintext" …).
std::unique_ptr<Connection> open_mysql(const std::string& url, Statements statements = Statements::Short);

}  // namespace furusato::persistence
