#include "persistence/mysql_session.hpp"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>

#include "persistence/mysql_errors.hpp"

namespace furusato::persistence {
namespace {

using application::DuplicateKey;
using application::StorageError;

constexpr std::size_t kStatementsKept = 200;

/// Number and state only: the server's own text may quote personal data.
std::string text_of(const sql::SQLException& failure, std::string_view sql)
{
    return "error " + std::to_string(failure.getErrorCode()) + " (" + failure.getSQLState() +
           ") in: " + std::string{sql.substr(0, 200)};
}

[[noreturn]] void throw_error(const sql::SQLException& failure, std::string_view sql)
{
    const int number = failure.getErrorCode();
    const std::string text = text_of(failure, sql);
    switch (mysql_failure_of(number)) {
        case MysqlFailure::DuplicateKey: throw DuplicateKey{text};
        case MysqlFailure::Conflict: throw Conflict{mysql_code_of(number), text};
        case MysqlFailure::Lost: throw Lost{mysql_code_of(number), text};
        case MysqlFailure::Other: throw StorageError{mysql_code_of(number), text};
    }
    throw StorageError{"database.failed", text};
}

/// The driver is one object for the process and wants to know each thread (its first call is not safe beside another one).
sql::Driver& driver()
{
    static std::once_flag made;
    static sql::Driver* driver = nullptr;
    std::call_once(made, [] { driver = ::get_driver_instance(); });
    struct KnownThread {
        KnownThread() { driver->threadInit(); }
        ~KnownThread() { driver->threadEnd(); }
        KnownThread(const KnownThread&) = delete;
        KnownThread& operator=(const KnownThread&) = delete;
    };
    static thread_local const KnownThread kKnown;
    return *driver;
}

/// One prepared statement on the server, with its column names.
class Prepared {
public:
    Prepared(sql::Connection& connection, std::string_view sql)
        : sql_{sql}, statement_{connection.prepareStatement(sql::SQLString{sql_})}
    {}

    bool is_busy() const { return busy_; }

    void bind(const Value* values, std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const auto at = static_cast<unsigned>(i + 1);
            if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
                statement_->setInt64(at, *number);
            } else if (const auto* text = std::get_if<std::string>(&values[i])) {
                statement_->setString(at, sql::SQLString{text->data(), text->size()});
            } else {
                statement_->setNull(at, 0);
            }
        }
    }

    void visit_rows(const std::function<void(const Row&)>& visit)
    {
        const std::unique_ptr<sql::ResultSet> rows{statement_->executeQuery()};
        if (!header_) header_ = header_of(*rows->getMetaData());
        const auto columns = static_cast<unsigned>(header_->size());
        while (rows->next()) {
            std::vector<std::optional<std::string>> cells(columns);
            for (unsigned i = 0; i < columns; ++i) {
                const sql::SQLString cell = rows->getString(i + 1);
                if (!rows->wasNull()) cells[i].emplace(cell.c_str(), cell.length());
            }
            visit(Row{header_, std::move(cells)});
        }
    }

    std::int64_t update() { return statement_->executeUpdate(); }
    const std::string& sql() const { return sql_; }

    /// Busy while a run of it is under way.
    class Use {
    public:
        explicit Use(Prepared& statement) : statement_{statement} { statement_.busy_ = true; }
        ~Use() { statement_.busy_ = false; }
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

    private:
        Prepared& statement_;
    };

private:
    static std::shared_ptr<const Row::Header> header_of(sql::ResultSetMetaData& columns)
    {
        auto header = std::make_shared<Row::Header>();
        for (unsigned i = 1; i <= columns.getColumnCount(); ++i)
            header->emplace_back(columns.getColumnLabel(i).c_str());
        return header;
    }

    std::string sql_;
    std::unique_ptr<sql::PreparedStatement> statement_;
    std::shared_ptr<const Row::Header> header_;
    bool busy_ = false;
};

sql::ConnectOptionsMap options_for(
    const MysqlAddress& address, const MysqlHost& host, MysqlSession::Files files)
{
    sql::ConnectOptionsMap options;
    options["hostName"] = sql::SQLString{"tcp://" + (host.name == "localhost" ? "127.0.0.1" : host.name)};
    options["port"] = host.port;
    options["userName"] = sql::SQLString{address.user};
    options["password"] = sql::SQLString{address.password};
    options["schema"] = sql::SQLString{address.schema};
    options["OPT_CHARSET_NAME"] = sql::SQLString{"utf8mb4"};
    options["OPT_CONNECT_TIMEOUT"] = address.connect_seconds;
    options["OPT_READ_TIMEOUT"] = address.read_seconds;
    options["OPT_WRITE_TIMEOUT"] = address.read_seconds;
    // A server that may ask for one file of this machine may ask for any.
    options["OPT_LOCAL_INFILE"] = files == MysqlSession::Files::Loaded ? 1 : 0;
    options["CLIENT_MULTI_STATEMENTS"] = false;
    options["CLIENT_FOUND_ROWS"] = true;  // an UPDATE counts the rows it found, as SQLite does
    if (!address.ssl_ca.empty()) {
        options["sslCA"] = sql::SQLString{address.ssl_ca};
        options["sslVerify"] = true;
    } else if (!host.is_local() && !address.allow_plaintext) {
        options["sslEnforce"] = true;
    }
    return options;
}

/// Text in memory that can be opened by a path: personal data that must not lie on a disk.
class MemoryFile {
public:
    explicit MemoryFile(const std::string& text) : descriptor_{memfd_create("rows", MFD_CLOEXEC)}
    {
        std::size_t written = 0;
        while (descriptor_ >= 0 && written < text.size()) {
            const auto count = ::write(descriptor_, text.data() + written, text.size() - written);
            if (count <= 0) break;
            written += static_cast<std::size_t>(count);
        }
        if (written == text.size() && descriptor_ >= 0) return;
        close();
        throw StorageError{"database.failed", "no memory for rows"};
    }
    ~MemoryFile() { close(); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    void close() const
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    int descriptor_;
};

void append_escaped(std::string& text, const std::string& value)
{
    for (const char sign : value) {
        switch (sign) {
            case '\\': text += "\\\\"; break;
            case '\t': text += "\\t"; break;
            case '\n': text += "\\n"; break;
            case '\0': text += "\\0"; break;
            default: text += sign;
        }
    }
}

/// Rows as LOAD DATA reads them: tabs between cells, \N for NULL.
std::string file_text(const std::vector<Value>& cells, std::size_t width)
{
    std::string text;
    text.reserve(cells.size() * 12);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (const auto* number = std::get_if<std::int64_t>(&cells[i])) {
            text += std::to_string(*number);
        } else if (const auto* words = std::get_if<std::string>(&cells[i])) {
            append_escaped(text, *words);
        } else {
            text += "\\N";
        }
        text += (i + 1) % width == 0 ? '\n' : '\t';
    }
    return text;
}

std::string load_sql(
    const std::string& path, std::string_view table, const std::vector<std::string_view>& columns)
{
    std::string sql =
        "LOAD DATA LOCAL INFILE '" + path + "' INTO TABLE " + std::string{table} +
        " CHARACTER SET utf8mb4 FIELDS TERMINATED BY X'09' ESCAPED BY X'5C' LINES TERMINATED BY X'0A' (";
    for (const auto column : columns) sql.append(column).append(", ");
    sql.replace(sql.size() - 2, 2, ")");
    return sql;
}

}  // namespace

/// The driver's side of a session: the only place that speaks to it.
struct MysqlSession::Driver {
    std::unique_ptr<sql::Connection> connection;
    std::map<std::string, std::unique_ptr<Prepared>, std::less<>> statements;

    void send(const std::string& sql) const
    {
        const std::unique_ptr<sql::Statement> statement{connection->createStatement()};
        if (!statement->execute(sql)) return;
        const std::unique_ptr<sql::ResultSet> rows{statement->getResultSet()};
        while (rows->next()) {
        }
    }

    template <class Use>
    void with_statement(std::string_view sql, const Use& use)
    {
        try {
            auto found = statements.find(sql);
            if (found == statements.end()) {
                if (statements.size() >= kStatementsKept) forget_idle_statements();
                found =
                    statements.emplace(std::string{sql}, std::make_unique<Prepared>(*connection, sql)).first;
            }
            if (!found->second->is_busy()) {
                const Prepared::Use busy{*found->second};
                use(*found->second);
            } else {
                Prepared nested{*connection, sql};
                use(nested);
            }
        } catch (const sql::SQLException& failure) {
            throw_error(failure, sql);
        }
    }

    void forget_idle_statements()
    {
        for (auto at = statements.begin(); at != statements.end();)
            at = at->second->is_busy() ? std::next(at) : statements.erase(at);
    }
};

MysqlSession::MysqlSession(const MysqlAddress& address, const MysqlHost& host, Files files)
    : driver_{std::make_unique<Driver>()}, files_{files}
{
    try {
        auto options = options_for(address, host, files);
        driver_->connection.reset(driver().connect(options));
    } catch (const sql::SQLException& failure) {
        const std::string code = mysql_code_of(failure.getErrorCode());
        const std::string text = text_of(failure, "connect");
        if (code == "database.unreachable") throw Lost{code, text};
        throw StorageError{code, text};
    }
    send("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
    send(
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
        "NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES,ONLY_FULL_GROUP_BY', time_zone = '+00:00', autocommit = 1, "
        "max_error_count = 64");  // load_rows must see warnings
    // What a write transaction has read must still hold when it commits, as behind SQLite's one writer.
    send("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    const bool must_be_secret = !address.ssl_ca.empty() || (!host.is_local() && !address.allow_plaintext);
    if (must_be_secret && status("SHOW STATUS LIKE 'Ssl_version'").empty())
        throw StorageError{"database.plaintext", "the connection is not encrypted"};
    if (status("SHOW VARIABLES LIKE 'wsrep_on'") == "ON") {
        const bool is_synced = status("SHOW STATUS LIKE 'wsrep_ready'") == "ON" &&
                               status("SHOW STATUS LIKE 'wsrep_local_state_comment'") == "Synced";
        if (!is_synced) throw Lost{"database.unreachable", "the node is not in step with the cluster"};
        // After a change of nodes the new one first takes in what the old one had confirmed.
        send("SET SESSION wsrep_sync_wait = 1");
    }
    can_load_rows_ = files == Files::Loaded && status("SHOW VARIABLES LIKE 'local_infile'") == "ON";
}

MysqlSession::~MysqlSession() = default;

void MysqlSession::send(const std::string& sql)
{
    try {
        driver_->send(sql);
    } catch (const sql::SQLException& failure) {
        throw_error(failure, sql);
    }
}

void MysqlSession::change_schema(const std::string& sql)
{
    try {
        driver_->send(sql);
    } catch (const sql::SQLException& failure) {
        // Schema statements commit by themselves: it may have run before a kill, or another process was faster.
        if (!is_there_already(failure.getErrorCode())) throw_error(failure, sql);
    }
}

void MysqlSession::for_each_row(std::string_view sql, const Value* values, std::size_t count,
    const std::function<void(const Row&)>& visit)
{
    driver_->with_statement(sql, [&](Prepared& statement) {
        statement.bind(values, count);
        statement.visit_rows(visit);
    });
}

std::int64_t MysqlSession::execute(std::string_view sql, const Value* values, std::size_t count)
{
    std::int64_t found = 0;
    driver_->with_statement(sql, [&](Prepared& statement) {
        statement.bind(values, count);
        found = statement.update();
    });
    return found;
}

void MysqlSession::load_rows(
    std::string_view table, const std::vector<std::string_view>& columns, const std::vector<Value>& cells)
{
    const MemoryFile file{file_text(cells, columns.size())};
    const std::string sql = load_sql(file.path(), table, columns);
    const auto rows = static_cast<std::int64_t>(cells.size() / columns.size());
    try {
        const std::unique_ptr<sql::Statement> statement{driver_->connection->createStatement()};
        const std::int64_t loaded = statement->executeUpdate(sql);
        // LOCAL makes warnings of what would be errors: rows left out, values cut.
        const auto warnings = pairs("SHOW WARNINGS LIMIT 1", 1, 2);
        if (loaded == rows && warnings.empty()) return;
        const std::string number = warnings.empty() ? "0" : warnings.front().second;
        const std::string text = "error " + number + " in: " + load_sql("", table, columns);
        if (mysql_failure_of(std::atoi(number.c_str())) == MysqlFailure::DuplicateKey)
            throw DuplicateKey{text};
        throw StorageError{"database.failed", text};
    } catch (const sql::SQLException& failure) {
        throw_error(failure, load_sql("", table, columns));
    }
}

std::vector<std::pair<std::string, std::string>> MysqlSession::pairs(
    const std::string& sql, unsigned first, unsigned second)
{
    try {
        std::vector<std::pair<std::string, std::string>> pairs;
        const std::unique_ptr<sql::Statement> statement{driver_->connection->createStatement()};
        const std::unique_ptr<sql::ResultSet> rows{statement->executeQuery(sql)};
        while (rows->next())
            pairs.emplace_back(rows->getString(first).c_str(), rows->getString(second).c_str());
        return pairs;
    } catch (const sql::SQLException& failure) {
        throw_error(failure, sql);
    }
}

std::string MysqlSession::status(const std::string& sql)
{
    const auto values = pairs(sql, 1, 2);
    return values.empty() ? "" : values.back().second;
}

}  // namespace furusato::persistence
