#include <iomanip>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>

#include "persistence/connection.hpp"
#include "persistence/mysql_hosts.hpp"
#include "persistence/mysql_session.hpp"

namespace furusato::persistence {
namespace {

using application::StorageError;
using SteadyClock = std::chrono::steady_clock;

// Measured: 3,000 parameters are eight times as fast as one row per statement; much longer statements are slower again.
constexpr std::size_t kParametersPerInsert = 3'000;
constexpr std::size_t kRowsPerInsert = 500;
constexpr std::size_t kRowsWorthAFile = 50;
constexpr int kConflictsBorne = 40;
constexpr std::chrono::milliseconds kFirstPause{5};
constexpr std::chrono::milliseconds kLongestPause{500};

/// A commit whose answer was lost turned out not to have been stored.
class NotStored : public StorageError {
public:
    NotStored() : StorageError{"database.unreachable", "the commit was lost"} {}
};

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

/// The port over a session on one of the hosts. Heals itself between transactions: a transaction that was lost or in conflict runs
/// again from its start, on another host if need be; a commit whose answer was lost is looked up (ARCHITECTURE.md, decision 13).
class MysqlConnection final : public Connection {
public:
    MysqlConnection(MysqlAddress address, std::shared_ptr<MysqlHosts> hosts)
        : address_{std::move(address)}, hosts_{std::move(hosts)}, session_mark_{random_mark()}
    {
        // The first one says at once what is wrong. Later ones are opened in the middle of work, which has the patience for a server
        // that comes back.
        try {
            connect();
        } catch (const Lost&) {
            if (!hosts_->has_worked()) throw;
        }
    }

    void for_each_row(
        std::string_view sql, const Values& values, const std::function<void(const Row&)>& visit) override
    {
        session().for_each_row(sql, values.data(), values.size(), visit);
    }

    std::int64_t execute(std::string_view sql, const Values& values) override
    {
        return session().execute(sql, values.data(), values.size());
    }

    // Writers lock rows only; each commit costs a flush, and on a cluster a round of all nodes.
    std::chrono::milliseconds batch_time() const override { return std::chrono::milliseconds{400}; }

    bool indexes_references() const override { return true; }

    void change_schema(std::string_view sql) override { session().change_schema(schema_statement(sql)); }

    void insert_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) override
    {
        if (cells.size() / columns.size() >= kRowsWorthAFile && session().can_load_rows())
            return session().load_rows(table, columns, cells);
        run_rows(table, columns, "", cells);
    }

    void insert_missing_rows(
        std::string_view table, const std::vector<std::string_view>& columns, const Values& cells) override
    {
        // Not INSERT IGNORE: that would overlook every other error too.
        const std::string column{columns.front()};
        run_rows(table, columns, " ON DUPLICATE KEY UPDATE " + column + " = " + column, cells);
    }

    void add_to_sums(std::string_view table, const std::vector<std::string_view>& keys,
        const std::vector<std::string_view>& sums, const Values& cells) override
    {
        std::string suffix = " ON DUPLICATE KEY UPDATE ";
        for (std::size_t i = 0; i < sums.size(); ++i) {
            suffix.append(i == 0 ? "" : ", ").append(sums[i]).append(" = ").append(sums[i]);
            suffix.append(" + VALUES(").append(sums[i]).append(")");
        }
        auto columns = keys;
        columns.insert(columns.end(), sums.begin(), sums.end());
        run_rows(table, columns, suffix, cells);
    }

    void in_transaction(application::Durability durability, const std::function<void()>& work) override
    {
        // Batches of an import may load files; the first write that is to be confirmed ends that session.
        if (durability == application::Durability::Bulk && server_loads_files_)
            use_session(MysqlSession::Files::Loaded);
        if (durability == application::Durability::Confirmed) use_session(MysqlSession::Files::Refused);
        run_whole([&] {
            session().send("START TRANSACTION");
            work();
            commit_with_mark();
        });
    }

    void in_snapshot(const std::function<void()>& work) override
    {
        run_whole([&] {
            session().send("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            session().send("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            work();
            session().send("COMMIT");
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
            for (const auto& [kind, text] : session().pairs("CHECK TABLE `" + table + "` QUICK", 3, 4)) {
                if (kind == "error" || (kind == "status" && text != "OK"))
                    faults.push_back(std::string{"check_table: "}.append(table).append(": ").append(text));
            }
        }
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
        const std::string tls = session().status("SHOW STATUS LIKE 'Ssl_version'");
        facts.push_back({"tls", tls.empty() ? "none" : tls});
        facts.push_back({"cluster_nodes", session().status("SHOW STATUS LIKE 'wsrep_cluster_size'")});
        facts.push_back({"free_bytes", free_bytes()});
        return facts;
    }

    bool is_alive() override
    {
        try {
            if (!session_) return false;
            session_->send("SELECT 1");
            return true;
        } catch (const StorageError&) {
            return false;
        }
    }

private:
    void run_rows(std::string_view table, const std::vector<std::string_view>& columns,
        const std::string& suffix, const Values& cells)
    {
        const std::size_t width = columns.size();
        const std::size_t rows = cells.size() / width;
        const std::size_t most = std::clamp<std::size_t>(kParametersPerInsert / width, 1, kRowsPerInsert);
        for (std::size_t at = 0; at < rows;) {
            // Halves for the rest keep the number of different statements small.
            std::size_t count = most;
            while (count > rows - at) count /= 2;
            session().execute(
                insert_sql(table, columns, count) + suffix, cells.data() + at * width, count * width);
            at += count;
        }
    }

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

    // --- connecting

    void use_session(MysqlSession::Files files)
    {
        if (session_ && session_->files() != files) session_.reset();
        files_ = files;
    }

    /// A session, a new one if need be; never a new one within a transaction, whose first half it would not have.
    MysqlSession& session()
    {
        if (!session_ && is_inside_) throw Lost{"database.unreachable", "no session"};
        if (!session_) connect();
        return *session_;
    }

    /// One round over the hosts. Throws what the last one said; refusals that another host would repeat at once.
    void connect()
    {
        Lost last{"database.unreachable", "no host"};
        for (const MysqlHost& host : hosts_->in_order(SteadyClock::now())) {
            try {
                session_ = std::make_unique<MysqlSession>(address_, host, files_);
                hosts_->worked(host);
                host_ = host;
                if (files_ == MysqlSession::Files::Loaded) server_loads_files_ = session_->can_load_rows();
                return;
            } catch (const Lost& failure) {
                last = failure;
                hosts_->failed(host, SteadyClock::now());
            }
        }
        throw last;
    }

    // --- transactions

    class Inside {
    public:
        explicit Inside(bool& flag) : flag_{flag} { flag_ = true; }
        ~Inside() { flag_ = false; }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        bool& flag_;
    };

    template <class Work>
    void run_whole(const Work& work)
    {
        int conflicts = 0;
        std::optional<SteadyClock::time_point> give_up_at;
        for (int attempt = 0;; ++attempt) {
            try {
                session();
                const Inside inside{is_inside_};
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
            if (session_) session_->send("ROLLBACK");
        } catch (const StorageError&) {
            lose_session();
        }
    }

    void lose_session()
    {
        if (session_) hosts_->failed(host_, SteadyClock::now());
        session_.reset();
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
            session().send("COMMIT");
        } catch (const Lost&) {
            lose_session();
            is_inside_ = false;  // the transaction is over, stored or not
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
                session();
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
        session().send("START TRANSACTION");
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
        session().send("COMMIT");
    }

    MysqlAddress address_;
    std::shared_ptr<MysqlHosts> hosts_;
    std::string session_mark_;
    bool has_mark_ = false;
    bool is_inside_ = false;
    MysqlHost host_;
    MysqlSession::Files files_ = MysqlSession::Files::Refused;
    bool server_loads_files_ = true;  // until a session was told otherwise
    std::unique_ptr<MysqlSession> session_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

std::unique_ptr<Connection> open_mysql(const std::string& url, Statements statements)
{
    constexpr int kDay = 24 * 60 * 60;
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<MysqlHosts>> known;
    auto address = MysqlAddress::parse(url);
    if (statements == Statements::ChangeTheSchema)
        address.read_seconds = std::max(address.read_seconds, kDay);
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
