#include <sqlite3.h>
#include <unistd.h>

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "persistence/connection.hpp"

namespace furusato::persistence {
namespace {

using application::DuplicateKey;
using application::StorageError;

constexpr int kBusySeconds = 30;
// Rows per INSERT, each of as many as still fit: fifty take 0.6 of the time of single rows, and narrow rows gain from more.
constexpr std::array<std::size_t, 4> kRowsPerInsert{200, 50, 10, 1};
constexpr std::size_t kMostValuesPerInsert = 2'000;
constexpr std::size_t kStatementsKept = 200;

std::string code_of(int result)
{
    switch (result & 0xff) {
        case SQLITE_FULL: return "database.full";
        case SQLITE_READONLY: return "database.read_only";
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return "database.locked";
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
        case SQLITE_CANTOPEN: return "database.unreadable";
        case SQLITE_IOERR: return "database.io";
        default: return "database.failed";
    }
}

class Statement {
public:
    Statement(sqlite3* handle, std::string_view sql) : handle_{handle}
    {
        const int result = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()),
            SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
        if (result != SQLITE_OK) throw_error(result);
        const int columns = sqlite3_column_count(statement_);
        auto header = std::make_shared<Row::Header>();
        for (int i = 0; i < columns; ++i) header->emplace_back(sqlite3_column_name(statement_, i));
        header_ = std::move(header);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    bool is_busy() const { return busy_; }

    /// Binds without copying: the values outlive the run.
    void start(const Value* values, std::size_t count)
    {
        busy_ = true;
        for (std::size_t i = 0; i < count; ++i) {
            const int at = static_cast<int>(i + 1);
            int result = SQLITE_OK;
            if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
                result = sqlite3_bind_int64(statement_, at, *number);
            } else if (const auto* text = std::get_if<std::string>(&values[i])) {
                result = sqlite3_bind_text(
                    statement_, at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
            } else {
                result = sqlite3_bind_null(statement_, at);
            }
            if (result != SQLITE_OK) throw_error(result);
        }
    }

    bool step()
    {
        const int result = sqlite3_step(statement_);
        if (result == SQLITE_ROW) return true;
        if (result != SQLITE_DONE) throw_error(result);
        return false;
    }

    Row row() const
    {
        std::vector<std::optional<std::string>> cells(header_->size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int at = static_cast<int>(i);
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, at));
            if (text != nullptr)
                cells[i].emplace(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, at)));
        }
        return Row{header_, std::move(cells)};
    }

    void finish()
    {
        sqlite3_reset(statement_);
        busy_ = false;
    }

private:
    [[noreturn]] void throw_error(int result) const
    {
        const std::string text = sqlite3_errmsg(handle_);
        if ((result & 0xff) == SQLITE_CONSTRAINT && text.rfind("UNIQUE", 0) == 0) throw DuplicateKey{text};
        throw StorageError{code_of(result), text};
    }

    sqlite3* handle_;
    sqlite3_stmt* statement_ = nullptr;
    std::shared_ptr<const Row::Header> header_;
    bool busy_ = false;
};

/// Resets the statement on every way out.
class Run {
public:
    Run(Statement& statement, const Value* values, std::size_t count) : statement_{statement}
    {
        statement_.start(values, count);
    }
    ~Run() { statement_.finish(); }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

private:
    Statement& statement_;
};

Poco::Data::Session open_session(const std::string& path)
{
    static std::once_flag registered;
    std::call_once(registered, [] {
        // A connection is used by one thread at a time (the pool sees to it): SQLite need not lock each call, nor count its memory.
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        Poco::Data::SQLite::Connector::registerConnector();
    });
    try {
        return Poco::Data::Session{"SQLite", path, kBusySeconds};
    } catch (const Poco::Exception& failure) {
        throw StorageError{"database.unreadable", failure.displayText()};
    }
}

bool is_write_protected(const std::filesystem::path& file)
{
    if (::access(file.c_str(), F_OK) != 0) return false;
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    return ::access(file.c_str(), W_OK) != 0 || ::access(folder.c_str(), W_OK) != 0;
}

/// Poco opens and owns the session; statements run on its raw handle, because a Poco RecordSet holds a whole answer in memory and
/// re-binds each value (ARCHITECTURE.md, decision 4).
class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(const std::string& path)
        : session_{open_session(path)}, handle_{Poco::Data::SQLite::Utility::dbHandle(session_)}
    {
        sqlite3_extended_result_codes(handle_, 1);
        sqlite3_busy_timeout(handle_, kBusySeconds * 1000);
        run("PRAGMA page_size = 8192");
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA cache_size = -32768");
        run("PRAGMA temp_store = MEMORY");
        if (sqlite3_db_readonly(handle_, "main") != 1) {
            use_write_ahead_log();
            // Random pages of an import are written many times: each checkpoint the later brings them together the more.
            run("PRAGMA wal_autocheckpoint = 8000");
            run("PRAGMA journal_size_limit = 67108864");
        }
        run("PRAGMA synchronous = FULL");
    }

    ~SqliteConnection() override { statements_.clear(); }

    void for_each_row(
        std::string_view sql, const Values& values, const std::function<void(const Row&)>& visit) override
    {
        with_statement(
            sql, [&] { return sql; },
            [&](Statement& statement) {
                const Run run{statement, values.data(), values.size()};
                while (statement.step()) visit(statement.row());
            });
    }

    std::int64_t execute(std::string_view sql, const Values& values) override
    {
        run(sql, values.data(), values.size());
        return sqlite3_changes64(handle_);
    }

    void insert_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) override
    {
        run_rows(table, columns, "", cells);
    }

    void insert_missing_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) override
    {
        run_rows(table, columns, " ON CONFLICT DO NOTHING", cells);
    }

    void add_to_sums(std::string_view table, const std::vector<std::string_view>& keys,
        const std::vector<std::string_view>& sums, const Values& cells) override
    {
        std::string suffix = " ON CONFLICT (";
        for (std::size_t i = 0; i < keys.size(); ++i) suffix.append(i == 0 ? "" : ", ").append(keys[i]);
        suffix += ") DO UPDATE SET ";
        for (std::size_t i = 0; i < sums.size(); ++i) {
            suffix.append(i == 0 ? "" : ", ").append(sums[i]).append(" = ").append(sums[i]);
            suffix.append(" + excluded.").append(sums[i]);
        }
        auto columns = keys;
        columns.insert(columns.end(), sums.begin(), sums.end());
        run_rows(table, columns, suffix, cells);
    }

    void in_transaction(application::Durability durability, const std::function<void()>& work) override
    {
        run(durability == application::Durability::Confirmed ? "PRAGMA synchronous = FULL"
                                                             : "PRAGMA synchronous = NORMAL");
        between("BEGIN IMMEDIATE", work);
    }

    void in_snapshot(const std::function<void()>& work) override { between("BEGIN", work); }

    // One writer: nobody else may wait long for the write lock.
    std::chrono::milliseconds batch_time() const override { return std::chrono::milliseconds{30}; }
    bool may_read_again() const override { return false; }
    bool indexes_references() const override { return false; }
    void change_schema(std::string_view sql) override { run(sql); }

    std::optional<std::set<std::string>> index_names() override
    {
        std::set<std::string> names;
        for_each_row("SELECT name FROM sqlite_master WHERE type = 'index'", {},
            [&](const Row& row) { names.insert(row.text("name")); });
        return names;
    }

    // What is sorted for an index may be larger than the memory that a program should take.
    void make_index(std::string_view name, std::string_view statement) override
    {
        run("PRAGMA temp_store = FILE");
        try {
            Connection::make_index(name, statement);
        } catch (...) {
            run("PRAGMA temp_store = MEMORY");
            throw;
        }
        run("PRAGMA temp_store = MEMORY");
    }

    bool is_alive() override { return true; }

    std::vector<application::DatabaseFact> describe() override
    {
        const char* path = sqlite3_db_filename(handle_, "main");
        std::error_code unknown;
        const auto folder = std::filesystem::path{path == nullptr ? "" : path}.parent_path();
        const auto space = std::filesystem::space(folder.empty() ? "." : folder, unknown);
        return {{"engine", "SQLite"}, {"version", sqlite3_libversion()},
            {"journal_mode", query("PRAGMA journal_mode", {}).front().text("journal_mode")},
            {"encoding", query("PRAGMA encoding", {}).front().text("encoding")},
            {"read_only", std::to_string(sqlite3_db_readonly(handle_, "main"))},
            {"free_bytes", unknown ? "" : std::to_string(space.available)}};
    }

    std::vector<std::string> find_structural_faults() override
    {
        std::vector<std::string> faults;
        // With the indexes: one that is wrong gives wrong answers although every row is right.
        for (const Row& row : query("PRAGMA integrity_check(20)", {})) {
            const std::string& said = row.text("integrity_check");
            if (said != "ok") faults.push_back("integrity_check: " + said);
        }
        return faults;
    }

private:
    /// Several processes that open a new file at once each want to change its mode: SQLite may tell one of them at once that it is
    /// locked, without waiting as it does elsewhere.
    void use_write_ahead_log()
    {
        constexpr auto kPause = std::chrono::milliseconds{20};
        constexpr int kTurns = kBusySeconds * 1000 / 20;
        for (int turn = 1;; ++turn) {
            try {
                return run("PRAGMA journal_mode = WAL");
            } catch (const StorageError& failure) {
                if (failure.code() != "database.locked" || turn == kTurns) throw;
                std::this_thread::sleep_for(kPause);
            }
        }
    }

    void run_rows(std::string_view table, const std::vector<std::string_view>& columns,
        const std::string& suffix, const Values& cells)
    {
        const std::size_t width = columns.size();
        const std::size_t rows = cells.size() / width;
        std::string name{
            table};  // short beside its statement, which is only written out when it is not there yet
        for (const std::string_view column : columns) name.append(" ").append(column);
        name += suffix + " ";
        for (std::size_t at = 0; at < rows;) {
            const std::size_t count = rows_at_once(rows - at, width);
            with_statement(
                name + std::to_string(count), [&] { return insert_sql(table, columns, count) + suffix; },
                [&](Statement& statement) { finish(statement, cells.data() + at * width, count * width); });
            at += count;
        }
    }

    static std::size_t rows_at_once(std::size_t rows, std::size_t width)
    {
        return *std::find_if(kRowsPerInsert.begin(), kRowsPerInsert.end(), [&](std::size_t count) {
            return count == 1 || (count <= rows && count * width <= kMostValuesPerInsert);
        });
    }

    static void finish(Statement& statement, const Value* values, std::size_t count)
    {
        const Run bound{statement, values, count};
        while (statement.step()) {
        }
    }

    void between(std::string_view begin, const std::function<void()>& work)
    {
        run(begin);
        try {
            work();
            run("COMMIT");
        } catch (...) {
            // After a full disk SQLite may have rolled back by itself; a second ROLLBACK would hide the first failure.
            if (sqlite3_get_autocommit(handle_) == 0)
                sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
            throw;
        }
    }

    void run(std::string_view sql, const Value* values = nullptr, std::size_t count = 0)
    {
        with_statement(
            sql, [&] { return sql; }, [&](Statement& statement) { finish(statement, values, count); });
    }

    /// `sql` is asked for the text only when the statement of this name is not prepared yet.
    template <class Sql, class Use>
    void with_statement(std::string_view name, const Sql& sql, const Use& use)
    {
        auto found = statements_.find(name);
        if (found == statements_.end()) {
            if (statements_.size() >= kStatementsKept) forget_idle_statements();
            found = statements_.emplace(std::string{name}, std::make_unique<Statement>(handle_, sql())).first;
        }
        if (!found->second->is_busy()) {
            use(*found->second);
        } else {
            Statement nested{handle_, sql()};
            use(nested);
        }
    }

    void forget_idle_statements()
    {
        for (auto at = statements_.begin(); at != statements_.end();)
            at = at->second->is_busy() ? std::next(at) : statements_.erase(at);
    }

    Poco::Data::Session session_;
    sqlite3* handle_;
    std::map<std::string, std::unique_ptr<Statement>, std::less<>> statements_;
};

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& path)
{
    try {
        return std::make_unique<SqliteConnection>(path);
    } catch (const StorageError& failure) {
        // SQLite needs its side files even to read: on a write-protected folder it can only say that it cannot open.
        if (failure.code() == "database.unreadable" && is_write_protected(path))
            throw StorageError{"database.read_only", failure.what()};
        throw;
    }
}

}  // namespace furusato::persistence
