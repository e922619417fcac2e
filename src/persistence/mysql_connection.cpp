#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

#include <iomanip>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>

#include "persistence/connection.hpp"
#include "persistence/mysql_address.hpp"
#include "persistence/mysql_errors.hpp"
#include "persistence/mysql_hosts.hpp"

namespace furusato::persistence {
namespace {

using application::DuplicateKey;
using application::StorageError;
using SteadyClock = std::chrono::steady_clock;

// Measured: 3,000 parameters are eight times as fast as one row per statement; much longer statements are slower again.
constexpr std::size_t kParametersPerInsert = 3'000;
constexpr std::size_t kRowsPerInsert = 500;
constexpr std::size_t kStatementsKept = 200;
constexpr int kConflictsBorne = 40;
constexpr std::chrono::milliseconds kFirstPause{5};
constexpr std::chrono::milliseconds kLongestPause{500};

/// The whole transaction may run again: nothing of it was stored.
class Conflict : public StorageError {
public:
    using StorageError::StorageError;
};

/// A commit whose answer was lost turned out not to have been stored.
class NotStored : public StorageError {
public:
    NotStored() : StorageError{"database.unreachable", "the commit was lost"} {}
};

/// The connection is gone; what was not committed is gone with it.
class Lost : public StorageError {
public:
    using StorageError::StorageError;
};

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

std::string random_mark()
{
    std::random_device random;
    std::ostringstream mark;
    mark << std::hex << std::setfill('0');
    for (int i = 0; i < 4; ++i) mark << std::setw(8) << random();
    return mark.str();
}

/// What is SQLite's own falls away, what is MySQL's own is added: the migrations are one text for both.
std::string schema_statement(std::string_view sql)
{
    std::string text{sql};
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == ';'))
        text.pop_back();
    constexpr std::string_view kWithoutRowid = "WITHOUT ROWID";
    if (text.size() > kWithoutRowid.size() &&
        text.compare(text.size() - kWithoutRowid.size(), kWithoutRowid.size(), kWithoutRowid) == 0)
        text.erase(text.size() - kWithoutRowid.size());
    if (text.find("CREATE TABLE") != std::string::npos)
        text += " ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin";
    return text;
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

/// A session on one of the hosts. Heals itself between transactions: a transaction that was lost or in conflict runs again from
/// its start, on another host if need be; a commit whose answer was lost is looked up (ARCHITECTURE.md, decision 13).
class MysqlConnection final : public Connection {
public:
    MysqlConnection(MysqlAddress address, std::shared_ptr<MysqlHosts> hosts)
        : address_{std::move(address)}, hosts_{std::move(hosts)}, session_mark_{random_mark()}
    {
        connect();
    }

    void for_each_row(
        std::string_view sql, const Values& values, const std::function<void(const Row&)>& visit) override
    {
        with_statement(sql, [&](Prepared& statement) {
            statement.bind(values.data(), values.size());
            statement.visit_rows(visit);
        });
    }

    std::int64_t execute(std::string_view sql, const Values& values) override
    {
        std::int64_t changed = 0;
        with_statement(sql, [&](Prepared& statement) {
            statement.bind(values.data(), values.size());
            changed = statement.update();
        });
        return changed;
    }

    // Writers lock rows only; each commit costs a flush, and on a cluster a round of all nodes.
    std::chrono::milliseconds batch_time() const override { return std::chrono::milliseconds{400}; }

    void change_schema(std::string_view sql) override
    {
        const std::string text = schema_statement(sql);
        try {
            send(text);
        } catch (const sql::SQLException& failure) {
            // Schema statements commit by themselves: it may have run before a kill, or another process was faster.
            if (!is_there_already(failure.getErrorCode())) throw_error(failure, text);
        }
    }

    void insert_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) override
    {
        const std::size_t width = columns.size();
        const std::size_t rows = cells.size() / width;
        const std::size_t most = std::clamp<std::size_t>(kParametersPerInsert / width, 1, kRowsPerInsert);
        for (std::size_t at = 0; at < rows;) {
            // Halves for the rest keep the number of different statements small.
            std::size_t count = most;
            while (count > rows - at) count /= 2;
            with_statement(insert_sql(table, columns, count), [&](Prepared& statement) {
                statement.bind(cells.data() + at * width, count * width);
                statement.update();
            });
            at += count;
        }
    }

    void in_transaction(application::Durability, const std::function<void()>& work) override
    {
        run_whole([&] {
            command("START TRANSACTION");
            work();
            commit_with_mark();
        });
    }

    void in_snapshot(const std::function<void()>& work) override
    {
        run_whole([&] {
            command("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            command("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            work();
            command("COMMIT");
        });
    }

    std::vector<std::string> find_structural_faults() override
    {
        std::vector<std::string> faults;
        std::vector<std::string> tables;
        for (const Row& row : query("SELECT table_name AS table_name FROM information_schema.tables "
                                    "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
                 {}))
            tables.push_back(row.text("table_name"));
        for (const std::string& table : tables) {
            for (const auto& [kind, text] : check_table(table)) {
                if (kind == "error" || (kind == "status" && text != "OK"))
                    faults.push_back(std::string{"check_table: "}.append(table).append(": ").append(text));
            }
        }
        add_broken_references(faults);
        return faults;
    }

    std::vector<application::DatabaseFact> describe() override
    {
        static constexpr auto kSql =
            "SELECT @@version_comment AS engine, @@version AS version, CONCAT(@@hostname, ':', @@port) AS server, "
            "@@sql_mode AS sql_mode, CONCAT(@@character_set_connection, ' ', @@collation_connection) AS charset, "
            "CONCAT(s.default_character_set_name, ' ', s.default_collation_name) AS schema_charset, "
            "@@global.time_zone AS server_time_zone, @@session.time_zone AS session_time_zone, "
            "DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ') AS now_utc, @@global.read_only AS read_only, "
            "@@innodb_flush_log_at_trx_commit AS flush_log_at_commit "
            "FROM information_schema.schemata s WHERE s.schema_name = DATABASE()";
        std::vector<application::DatabaseFact> facts;
        const auto rows = query(kSql, {});
        for (const char* name : {"engine", "version", "server", "sql_mode", "charset", "schema_charset",
                 "server_time_zone", "session_time_zone", "now_utc", "read_only", "flush_log_at_commit"})
            facts.push_back({name, rows.front().text(name)});
        const auto shown = [&](const std::string& sql) {
            try {
                return status(sql);
            } catch (const sql::SQLException& failure) {
                throw_error(failure, sql);
            }
        };
        const std::string tls = shown("SHOW STATUS LIKE 'Ssl_version'");
        facts.push_back({"tls", tls.empty() ? "none" : tls});
        facts.push_back({"cluster_nodes", shown("SHOW STATUS LIKE 'wsrep_cluster_size'")});
        facts.push_back({"free_bytes", free_bytes()});
        return facts;
    }

    bool is_alive() override
    {
        try {
            send("SELECT 1");
            return true;
        } catch (const sql::SQLException&) {
            return false;
        } catch (const Lost&) {
            return false;
        }
    }

private:
    /// Of the disk that holds the data, where the server has MariaDB's "disks" plugin and the user may see it; else unknown.
    std::string free_bytes()
    {
        try {
            const auto rows = query(
                "SELECT MIN(available) * 1024 AS n FROM information_schema.disks "
                "WHERE @@datadir LIKE CONCAT(path, '%')",
                {});
            return rows.front().text("n");
        } catch (const StorageError&) {
            return {};
        }
    }

    /// Rows that point to nothing: somebody wrote with the checks switched off. Names come from the schema, not from outside.
    void add_broken_references(std::vector<std::string>& faults)
    {
        const auto references = query(
            "SELECT table_name AS child, column_name AS child_column, referenced_table_name AS parent, "
            "referenced_column_name AS parent_column FROM information_schema.key_column_usage "
            "WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE() ORDER BY table_name, column_name",
            {});
        for (const Row& reference : references) {
            const std::string child = "c.`" + reference.text("child_column") + "`";
            const std::string parent = "p.`" + reference.text("parent_column") + "`";
            const auto broken = query(std::string{"SELECT COUNT(*) AS n FROM `"}
                                          .append(reference.text("child"))
                                          .append("` c LEFT JOIN `")
                                          .append(reference.text("parent"))
                                          .append("` p ON ")
                                          .append(parent)
                                          .append(" = ")
                                          .append(child)
                                          .append(" WHERE ")
                                          .append(child)
                                          .append(" IS NOT NULL AND ")
                                          .append(parent)
                                          .append(" IS NULL"),
                {});
            if (broken.front().integer("n") > 0)
                faults.push_back(
                    "foreign_key: " + reference.text("child") + " " + reference.text("child_column"));
        }
    }

    // --- connecting

    sql::ConnectOptionsMap options_for(const MysqlHost& host) const
    {
        sql::ConnectOptionsMap options;
        options["hostName"] = sql::SQLString{"tcp://" + (host.name == "localhost" ? "127.0.0.1" : host.name)};
        options["port"] = host.port;
        options["userName"] = sql::SQLString{address_.user};
        options["password"] = sql::SQLString{address_.password};
        options["schema"] = sql::SQLString{address_.schema};
        options["OPT_CHARSET_NAME"] = sql::SQLString{"utf8mb4"};
        options["OPT_CONNECT_TIMEOUT"] = address_.connect_seconds;
        options["OPT_READ_TIMEOUT"] = address_.read_seconds;
        options["OPT_WRITE_TIMEOUT"] = address_.read_seconds;
        options["OPT_LOCAL_INFILE"] = 0;  // else a server could ask for this machine's files
        options["CLIENT_MULTI_STATEMENTS"] = false;
        options["CLIENT_FOUND_ROWS"] = true;  // an UPDATE counts the rows it found, as SQLite does
        if (!address_.ssl_ca.empty()) {
            options["sslCA"] = sql::SQLString{address_.ssl_ca};
            options["sslVerify"] = true;
        } else if (!host.is_local() && !address_.allow_plaintext) {
            options["sslEnforce"] = true;
        }
        return options;
    }

    void open_on(const MysqlHost& host)
    {
        auto options = options_for(host);
        session_.reset(driver().connect(options));
        send("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
        send(
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
            "NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES,ONLY_FULL_GROUP_BY', time_zone = '+00:00', autocommit = 1");
        // What a write transaction has read must still hold when it commits, as behind SQLite's one writer.
        send("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        refuse_plaintext(host);
        if (status("SHOW VARIABLES LIKE 'wsrep_on'") == "ON") {
            const bool is_synced = status("SHOW STATUS LIKE 'wsrep_ready'") == "ON" &&
                                   status("SHOW STATUS LIKE 'wsrep_local_state_comment'") == "Synced";
            if (!is_synced) throw Lost{"database.unreachable", "the node is not in step with the cluster"};
            // After a change of nodes the new one first takes in what the old one had confirmed.
            send("SET SESSION wsrep_sync_wait = 1");
        }
        host_ = host;
    }

    void refuse_plaintext(const MysqlHost& host)
    {
        const bool must_be_secret =
            !address_.ssl_ca.empty() || (!host.is_local() && !address_.allow_plaintext);
        if (must_be_secret && status("SHOW STATUS LIKE 'Ssl_version'").empty())
            throw StorageError{"database.plaintext", "the connection is not encrypted"};
    }

    /// One round over the hosts. Throws what the last one said; refusals that another host would repeat at once.
    void connect()
    {
        std::string code = "database.unreachable";
        std::string text = "no host";
        for (const MysqlHost& host : hosts_->in_order(SteadyClock::now())) {
            try {
                open_on(host);
                hosts_->worked(host);
                return;
            } catch (const sql::SQLException& failure) {
                code = mysql_code_of(failure.getErrorCode());
                text = text_of(failure, "connect");
            } catch (const Lost& failure) {
                code = failure.code();
                text = failure.what();
            } catch (const StorageError&) {
                forget_session();
                throw;
            }
            forget_session();
            hosts_->failed(host, SteadyClock::now());
            if (code != "database.unreachable") throw StorageError{code, text};
        }
        throw Lost{code, text};
    }

    void forget_session()
    {
        statements_.clear();
        session_.reset();
    }

    // --- statements

    /// The last value of a SHOW statement. Throws sql::SQLException: it is part of connecting too.
    std::string status(const std::string& sql)
    {
        const std::unique_ptr<sql::Statement> statement{session_->createStatement()};
        const std::unique_ptr<sql::ResultSet> rows{statement->executeQuery(sql)};
        std::string value;
        while (rows->next()) value = rows->getString(2).c_str();
        return value;
    }

    std::vector<std::pair<std::string, std::string>> check_table(const std::string& table)
    {
        std::vector<std::pair<std::string, std::string>> answers;
        const std::string sql = "CHECK TABLE `" + table + "` QUICK";
        try {
            const std::unique_ptr<sql::Statement> statement{session_->createStatement()};
            const std::unique_ptr<sql::ResultSet> rows{statement->executeQuery(sql)};
            while (rows->next()) answers.emplace_back(rows->getString(3).c_str(), rows->getString(4).c_str());
        } catch (const sql::SQLException& failure) {
            throw_error(failure, sql);
        }
        return answers;
    }

    /// A statement as text; an answer is read to its end, or the next statement would fail.
    void send(const std::string& sql)
    {
        if (!session_) throw Lost{"database.unreachable", "no session"};
        const std::unique_ptr<sql::Statement> statement{session_->createStatement()};
        if (!statement->execute(sql)) return;
        const std::unique_ptr<sql::ResultSet> rows{statement->getResultSet()};
        while (rows->next()) {
        }
    }

    /// BEGIN and COMMIT too are sent as statements: the driver's own commit() swallows errors.
    void command(const std::string& sql)
    {
        try {
            send(sql);
        } catch (const sql::SQLException& failure) {
            throw_error(failure, sql);
        }
    }

    template <class Use>
    void with_statement(std::string_view sql, const Use& use)
    {
        try {
            if (!session_) connect();
            auto found = statements_.find(sql);
            if (found == statements_.end()) {
                if (statements_.size() >= kStatementsKept) forget_idle_statements();
                found =
                    statements_.emplace(std::string{sql}, std::make_unique<Prepared>(*session_, sql)).first;
            }
            if (!found->second->is_busy()) {
                const Prepared::Use busy{*found->second};
                use(*found->second);
            } else {
                Prepared nested{*session_, sql};
                use(nested);
            }
        } catch (const sql::SQLException& failure) {
            throw_error(failure, sql);
        }
    }

    void forget_idle_statements()
    {
        for (auto at = statements_.begin(); at != statements_.end();)
            at = at->second->is_busy() ? std::next(at) : statements_.erase(at);
    }

    // --- transactions

    template <class Work>
    void run_whole(const Work& work)
    {
        int conflicts = 0;
        std::optional<SteadyClock::time_point> give_up_at;
        for (int attempt = 0;; ++attempt) {
            try {
                if (!session_) connect();
                work();
                return;
            } catch (const Conflict&) {
                roll_back();
                if (++conflicts > kConflictsBorne) throw;
            } catch (const NotStored&) {
                // The session that found it out is a good one.
            } catch (const Lost&) {
                lose_session();
                // Patience begins with the first loss, however long the lost statement had taken.
                if (!give_up_at)
                    give_up_at = SteadyClock::now() + std::chrono::seconds{address_.patience_seconds};
                if (SteadyClock::now() > *give_up_at) throw;
            } catch (...) {
                roll_back();
                throw;
            }
            pause(attempt);
        }
    }

    void roll_back()
    {
        try {
            send("ROLLBACK");
        } catch (const sql::SQLException&) {
            lose_session();
        } catch (const Lost&) {
            lose_session();
        }
    }

    void lose_session()
    {
        if (session_) hosts_->failed(host_, SteadyClock::now());
        forget_session();
    }

    void pause(int attempt)
    {
        const auto longest = std::min(kLongestPause, kFirstPause * (1 << std::min(attempt, 8)));
        std::uniform_int_distribution<std::int64_t> some{1, longest.count()};
        std::this_thread::sleep_for(std::chrono::milliseconds{some(random_)});
    }

    /// The transaction leaves a mark that tells afterwards whether it was stored.
    void commit_with_mark()
    {
        const std::string mark = random_mark();
        const bool is_there = has_mark_ && execute("UPDATE commit_marks SET mark = ? WHERE session = ?",
                                               {mark, session_mark_}) == 1;
        if (!is_there)
            execute("INSERT INTO commit_marks (session, mark) VALUES (?, ?)", {session_mark_, mark});
        try {
            command("COMMIT");
        } catch (const Lost&) {
            lose_session();
            if (!was_stored(mark)) throw NotStored{};
        }
        has_mark_ = true;
    }

    /// Looks the mark up and writes over it, so that a transaction still under way somewhere can no longer be stored.
    bool was_stored(const std::string& mark)
    {
        const auto give_up_at = SteadyClock::now() + std::chrono::seconds{address_.patience_seconds};
        bool was_seen = false;
        for (int attempt = 0; SteadyClock::now() < give_up_at; ++attempt) {
            try {
                if (!session_) connect();
                take_mark(mark, was_seen);
                return was_seen;
            } catch (const Conflict&) {
                roll_back();
            } catch (const Lost&) {
                lose_session();
            }
            if (was_seen) return true;
            pause(attempt);
        }
        // A new name for this session's row: nobody knows what the old one will hold.
        session_mark_ = random_mark();
        has_mark_ = false;
        throw StorageError{"database.commit_unknown", "no answer about a commit"};
    }

    /// Once the mark was seen the transaction is stored, whatever becomes of this one.
    void take_mark(const std::string& mark, bool& was_seen)
    {
        command("START TRANSACTION");
        const auto stored =
            query("SELECT mark FROM commit_marks WHERE session = ? FOR UPDATE", {session_mark_});
        was_seen = was_seen || (!stored.empty() && stored.front().text("mark") == mark);
        const std::string taken = random_mark();
        if (stored.empty()) {
            execute("INSERT INTO commit_marks (session, mark) VALUES (?, ?)", {session_mark_, taken});
        } else {
            execute("UPDATE commit_marks SET mark = ? WHERE session = ?", {taken, session_mark_});
        }
        has_mark_ = true;
        command("COMMIT");
    }

    MysqlAddress address_;
    std::shared_ptr<MysqlHosts> hosts_;
    std::string session_mark_;
    bool has_mark_ = false;
    MysqlHost host_;
    std::unique_ptr<sql::Connection> session_;
    std::map<std::string, std::unique_ptr<Prepared>, std::less<>> statements_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

std::unique_ptr<Connection> open_mysql(const std::string& url)
{
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<MysqlHosts>> known;
    auto address = MysqlAddress::parse(url);
    std::shared_ptr<MysqlHosts> hosts;
    {
        // What one connection has learned of a host, the next one need not learn again.
        const std::lock_guard lock{mutex};
        auto& entry = known[url];
        if (!entry) entry = std::make_shared<MysqlHosts>(address.hosts);
        hosts = entry;
    }
    return std::make_unique<MysqlConnection>(std::move(address), std::move(hosts));
}

}  // namespace furusato::persistence
