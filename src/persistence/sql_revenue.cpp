#include <set>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::RevenueDayKey;
using application::RevenueDays;
using application::RevenueEntry;
using application::RevenueSum;
using domain::DonationId;

namespace {

constexpr std::size_t kSetsPerQuery = 100;

// Open operations are few (an import under way); the subquery is answered from operations_by_state.
constexpr auto kDoneSlices = " AND slice NOT IN (SELECT id FROM operations WHERE state = 'open')";

RevenueEntry entry_of(const Row& row)
{
    return {row.integer("id"), row.id<DonationId>("donation_id"), row.text("basis"), row.text("kind"),
        row.date("entered_on"), row.yen("amount_yen"), static_cast<int>(row.integer("donations")),
        row.id<domain::OperationId>("operation_id")};
}

RevenueSum sum_of(const Row& row)
{
    return {row.integer("donations"), row.integer("yen"), row.integer("refunds_yen")};
}

}  // namespace

void SqlRevenue::add_entries(const std::vector<RevenueEntry>& entries)
{
    Connection::Values rows;
    rows.reserve(entries.size() * 8);
    for (const auto& entry : entries) {
        append(rows, entry.id, entry.donation.value, entry.basis, entry.kind, entry.entered_on.iso(),
            entry.amount.amount(), std::int64_t{entry.donations}, entry.operation.value);
    }
    connection_.insert_rows("revenue_entries",
        {"id", "donation_id", "basis", "kind", "entered_on", "amount_yen", "donations", "operation_id"},
        rows);
}

std::vector<RevenueEntry> SqlRevenue::entries_of(DonationId donation)
{
    std::vector<RevenueEntry> entries;
    connection_.for_each_row(R"sql(
        SELECT id, donation_id, basis, kind, entered_on, amount_yen, donations, operation_id
          FROM revenue_entries
         WHERE donation_id = ?
         ORDER BY id
    )sql",
        {donation.value}, [&](const Row& row) { entries.push_back(entry_of(row)); });
    return entries;
}

void SqlRevenue::add_days(domain::OperationId operation, const RevenueDays& changes)
{
    Connection::Values rows;
    rows.reserve(changes.size() * 8);
    for (const auto& [key, sum] : changes) {
        if (sum == RevenueSum{}) continue;
        append(rows, std::string{"received"}, key.entered_on, key.dimension, key.dimension_key,
            operation.value, sum.donations, sum.yen, sum.refunds);
    }
    connection_.add_to_sums("revenue_days", {"basis", "entered_on", "dimension", "dimension_key", "slice"},
        {"donations", "yen", "refunds_yen"}, rows);
}

void SqlRevenue::add_gift_sets(const std::map<std::string, std::vector<std::string>>& codes_by_set)
{
    static const std::string kSql =
        "SELECT DISTINCT set_key FROM gift_sets WHERE set_key IN (" + placeholders(kSetsPerQuery) + ")";
    std::vector<std::string> keys;
    keys.reserve(codes_by_set.size());
    for (const auto& [key, codes] : codes_by_set) keys.push_back(key);
    std::set<std::string> known;
    in_lists_of<std::string>(kSetsPerQuery, keys, [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) { known.insert(row.text("set_key")); });
    });
    Connection::Values rows;
    for (const auto& [key, codes] : codes_by_set) {
        if (known.count(key) != 0) continue;
        for (const auto& code : codes) append(rows, key, code);
    }
    connection_.insert_rows("gift_sets", {"set_key", "gift_code"}, rows);
}

std::map<std::string, std::vector<std::string>> SqlRevenue::gift_sets()
{
    std::map<std::string, std::vector<std::string>> sets;
    connection_.for_each_row("SELECT set_key, gift_code FROM gift_sets ORDER BY set_key, gift_code", {},
        [&](const Row& row) { sets[row.text("set_key")].push_back(row.text("gift_code")); });
    return sets;
}

std::map<RevenueDayKey, RevenueSum> SqlRevenue::monthly(
    const std::string& basis, const domain::Date& from, const domain::Date& through)
{
    static const std::string kSql =
        "SELECT SUBSTR(entered_on, 1, 7) AS entered_month, dimension, dimension_key, SUM(donations) AS donations, SUM(yen) AS yen, "
        "SUM(refunds_yen) AS refunds_yen FROM revenue_days WHERE basis = ? AND entered_on BETWEEN ? AND ? "
        "AND dimension NOT IN ('gift_set', 'refund_gift', 'refund_gift_set')" +
        std::string{kDoneSlices} + " GROUP BY SUBSTR(entered_on, 1, 7), dimension, dimension_key";
    std::map<RevenueDayKey, RevenueSum> sums;
    connection_.for_each_row(kSql, {basis, from.iso(), through.iso()}, [&](const Row& row) {
        sums[{row.text("entered_month"), row.text("dimension"), row.text("dimension_key")}] = sum_of(row);
    });
    return sums;
}

std::map<RevenueDayKey, RevenueSum> SqlRevenue::daily(const std::string& basis, const std::string& dimension,
    const domain::Date& from, const domain::Date& through)
{
    static const std::string kSql =
        "SELECT entered_on, dimension_key, SUM(donations) AS donations, SUM(yen) AS yen, SUM(refunds_yen) AS refunds_yen "
        "FROM revenue_days WHERE basis = ? AND entered_on BETWEEN ? AND ? AND dimension = ?" +
        std::string{kDoneSlices} + " GROUP BY entered_on, dimension_key";
    std::map<RevenueDayKey, RevenueSum> sums;
    connection_.for_each_row(kSql, {basis, from.iso(), through.iso(), dimension}, [&](const Row& row) {
        sums[{row.text("entered_on"), dimension, row.text("dimension_key")}] = sum_of(row);
    });
    return sums;
}

RevenueDays SqlRevenue::all_days()
{
    RevenueDays days;
    connection_.for_each_row(R"sql(
        SELECT entered_on, dimension, dimension_key, SUM(donations) AS donations, SUM(yen) AS yen, SUM(refunds_yen) AS refunds_yen
          FROM revenue_days
         WHERE basis = 'received'
         GROUP BY entered_on, dimension, dimension_key
    )sql",
        {}, [&](const Row& row) {
            const RevenueSum sum = sum_of(row);
            if (!(sum == RevenueSum{})) {
                days[{row.text("entered_on"), row.text("dimension"), row.text("dimension_key")}] = sum;
            }
        });
    return days;
}

void SqlRevenue::for_each_entry(const std::function<void(const RevenueEntry&)>& visit)
{
    connection_.for_each_row(R"sql(
        SELECT id, donation_id, basis, kind, entered_on, amount_yen, donations, operation_id
          FROM revenue_entries
         ORDER BY donation_id, id
    )sql",
        {}, [&](const Row& row) { visit(entry_of(row)); });
}

std::vector<domain::DonationNumber> SqlRevenue::with_differing_lines(
    const domain::Date& from, const domain::Date& through)
{
    std::vector<domain::DonationNumber> numbers;
    static const std::string kSql =
        "SELECT dimension_key AS number FROM revenue_days WHERE basis = 'received' AND entered_on BETWEEN ? AND ? "
        "AND dimension = 'lines_differ'" +
        std::string{kDoneSlices} + " GROUP BY dimension_key HAVING SUM(donations) > 0 ORDER BY dimension_key";
    connection_.for_each_row(kSql, {from.iso(), through.iso()}, [&](const Row& row) {
        if (const auto number = domain::DonationNumber::parse(row.text("number"))) numbers.push_back(*number);
    });
    return numbers;
}

std::vector<RevenueEntry> SqlRevenue::refunds_after_close(
    const domain::Date& from, const domain::Date& through)
{
    static const std::string kSql =
        "SELECT s.entered_on AS entered_on, d.id AS donation_id, d.amount_yen AS amount_yen FROM "
        "(SELECT entered_on, dimension_key FROM revenue_days WHERE basis = 'received' AND entered_on BETWEEN ? AND ? "
        "AND dimension = 'after_close'" +
        std::string{kDoneSlices} +
        " GROUP BY entered_on, dimension_key HAVING SUM(donations) > 0) s "
        "JOIN donations d ON d.number = s.dimension_key ORDER BY s.entered_on, d.id";
    std::vector<RevenueEntry> entries;
    connection_.for_each_row(kSql, {from.iso(), through.iso()}, [&](const Row& row) {
        entries.push_back({0, row.id<DonationId>("donation_id"), "received", "after_close",
            row.date("entered_on"), row.yen("amount_yen"), 0, {}});
    });
    return entries;
}

}  // namespace furusato::persistence
