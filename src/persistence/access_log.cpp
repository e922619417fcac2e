#include "furusato/persistence/access_log.hpp"

#include <random>

#include "persistence/connect.hpp"

namespace furusato::persistence {
namespace {

using application::Access;

/// The instants between which the days of Japan lie.
std::string start_of(const domain::Date& day)
{
    return day.plus_days(-1).iso() + "T15:00:00Z";
}

/// The day of Japan of an instant.
domain::Date day_of(const std::string& instant)
{
    constexpr std::size_t kDateLength = 10;
    const auto day = domain::Date::parse_iso(instant.substr(0, kDateLength));
    if (!day) throw application::StorageError{"database.unreadable", "not an instant in the access log"};
    return instant < start_of(day->plus_days(1)) ? *day : day->plus_days(1);
}

class SqlAccessLog final : public application::AccessLog {
public:
    explicit SqlAccessLog(std::unique_ptr<Connection> connection) : connection_{std::move(connection)}
    {
        connection_->change_schema(R"sql(
            CREATE TABLE IF NOT EXISTS access_log (
                entered_at VARCHAR(30) NOT NULL,
                mark BIGINT NOT NULL,
                actor VARCHAR(100) NOT NULL,
                action VARCHAR(40) NOT NULL,
                subject VARCHAR(400) NOT NULL,
                records BIGINT NOT NULL,
                purpose VARCHAR(400) NOT NULL,
                PRIMARY KEY (entered_at, mark)
            )
        )sql");
    }

    void add(const Access& access) override
    {
        // Two of one second are kept apart by chance; nothing counts them.
        const auto mark = static_cast<std::int64_t>(random_() & 0x7FFF'FFFF'FFFF'FFFFULL);
        connection_->in_transaction(application::Durability::Confirmed, [&] {
            connection_->execute(
                "INSERT INTO access_log (entered_at, mark, actor, action, subject, records, purpose) VALUES (?, ?, ?, ?, ?, ?, ?)",
                {access.at, mark, access.actor, access.action, access.subject, access.records,
                    access.purpose});
        });
    }

    std::vector<Access> list(const std::optional<domain::Date>& from,
        const std::optional<domain::Date>& through, std::int64_t limit) override
    {
        std::vector<Access> found;
        connection_->for_each_row(
            "SELECT entered_at, actor, action, subject, records, purpose FROM access_log "
            "WHERE entered_at >= ? AND entered_at < ? ORDER BY entered_at DESC, mark LIMIT ?",
            {from ? start_of(*from) : std::string{},
                through ? start_of(through->plus_days(1)) : std::string{"9999"}, limit},
            [&](const Row& row) {
                found.push_back({row.text("entered_at"), row.text("actor"), row.text("action"),
                    row.text("subject"), row.integer("records"), row.text("purpose")});
            });
        return found;
    }

    std::map<domain::Date, std::int64_t> count_through(const domain::Date& through) override
    {
        std::map<domain::Date, std::int64_t> days;
        connection_->for_each_row(
            "SELECT entered_at FROM access_log WHERE entered_at < ? ORDER BY entered_at, mark",
            {start_of(through.plus_days(1))},
            [&](const Row& row) { ++days[day_of(row.text("entered_at"))]; });
        return days;
    }

    void remove_through(const domain::Date& through) override
    {
        connection_->in_transaction(application::Durability::Confirmed, [&] {
            connection_->execute(
                "DELETE FROM access_log WHERE entered_at < ?", {start_of(through.plus_days(1))});
        });
    }

private:
    std::unique_ptr<Connection> connection_;
    std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace

std::unique_ptr<application::AccessLog> open_access_log(const std::string& url)
{
    return std::make_unique<SqlAccessLog>(connect(url));
}

}  // namespace furusato::persistence
