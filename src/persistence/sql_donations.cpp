#include <algorithm>
#include <set>

#include "furusato/domain/designation_period.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/tax_year.hpp"
#include "persistence/sql_donation_filter.hpp"
#include "persistence/sql_donation_rows.hpp"
#include "persistence/sql_donation_walk.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationFilter;
using application::KnownDonation;
using application::ListedDonation;
using domain::ContactId;
using domain::Donation;
using domain::DonationId;

namespace {

constexpr std::size_t kListSize = 100;
constexpr std::int64_t kPageSize = 500;

}  // namespace

std::vector<KnownDonation> SqlDonations::find_known(
    const std::string& portal, const std::vector<std::string>& order_numbers)
{
    static const std::string kSql =
        "SELECT id, portal_order_number, content_hash, donor_id, created_by, changed_by FROM donations WHERE portal = ? "
        "AND portal_order_number IN (" +
        placeholders(kListSize) + ")";
    std::vector<KnownDonation> known;
    in_lists_of<std::string>(kListSize, order_numbers, [&](Connection::Values list) {
        list.insert(list.begin(), portal);
        connection_.for_each_row(kSql, list, [&](const Row& row) {
            known.push_back({row.id<DonationId>("id"), row.text("portal_order_number"),
                row.integer("content_hash"), row.id<domain::DonorId>("donor_id"),
                row.id<domain::OperationId>("created_by"), row.id<domain::OperationId>("changed_by")});
        });
    });
    return known;
}

void SqlDonations::for_each_standing(const std::string& portal, const domain::Date& from,
    const domain::Date& through, domain::OperationId except,
    const std::function<void(const std::string&, const std::string&)>& visit)
{
    connection_.for_each_row(
        "SELECT number, portal_order_number FROM donations WHERE applied_on BETWEEN ? AND ? AND portal = ? "
        "AND state IN ('applied', 'awaiting_payment', 'received') AND created_by <> ? ORDER BY applied_on, id",
        {from.iso(), through.iso(), portal, except.value},
        [&](const Row& row) { visit(row.text("number"), row.text("portal_order_number")); });
}

namespace {

/// Derived years and months are stored, so that reports group plainly (ARCHITECTURE.md §7, rule 4).
void append_years(Connection::Values& cells, const Donation& donation)
{
    const auto& day = donation.received_on;
    cells.push_back(day ? Value{std::int64_t{domain::FiscalYear::of(*day).value()}} : Value{});
    cells.push_back(day ? Value{std::int64_t{domain::TaxYear::of(*day).value()}} : Value{});
    cells.push_back(day ? Value{std::int64_t{domain::DesignationPeriod::of(*day).value()}} : Value{});
}

const std::vector<std::string_view> kDonationCells{"id", "number", "portal", "portal_order_number",
    "content_hash", "donor_id", "donor_kind", "contact_id", "documents_contact_id", "state", "amount_yen",
    "points_yen", "applied_on", "paid_on", "received_on", "received_rule", "ended_on", "payment_method",
    "payment_written", "one_stop_requested", "name_publication", "name_damaged", "remark", "job_id",
    "file_row", "file_line", "version", "created_by", "changed_by", "masked_on", "fiscal_year", "tax_year",
    "designation_period", "prefecture", "gift_wish", "on_behalf_of"};

void append_cells(Connection::Values& cells, const Donation& donation)
{
    cells.emplace_back(donation.id.value);
    cells.emplace_back(donation.number.text());
    cells.emplace_back(donation.order.portal);
    cells.emplace_back(donation.order.order_number);
    cells.emplace_back(donation.content_hash);
    cells.emplace_back(donation.donor.value);
    cells.emplace_back(std::string{domain::key_of(donation.donor_kind)});
    cells.emplace_back(donation.contact_id.value);
    cells.push_back(value_or_null(donation.documents_contact_id));
    cells.emplace_back(std::string{domain::key_of(donation.state)});
    cells.emplace_back(donation.amount.amount());
    cells.emplace_back(donation.points.amount());
    cells.emplace_back(donation.applied_on.iso());
    cells.push_back(value_of(donation.paid_on));
    cells.push_back(value_of(donation.received_on));
    cells.emplace_back(donation.received_rule);
    cells.push_back(value_of(donation.ended_on));
    cells.emplace_back(std::string{domain::key_of(donation.payment_method)});
    cells.emplace_back(donation.payment_written);
    cells.emplace_back(std::int64_t{donation.one_stop_requested});
    cells.emplace_back(std::int64_t{donation.name_publication});
    cells.emplace_back(std::int64_t{donation.name_damaged});
    cells.emplace_back(donation.remark);
    cells.push_back(value_or_null(donation.job));
    cells.emplace_back(std::int64_t{donation.file_row});
    cells.emplace_back(std::int64_t{donation.file_line});
    cells.emplace_back(std::int64_t{donation.version});
    cells.emplace_back(donation.created_by.value);
    cells.emplace_back(donation.changed_by.value);
    cells.push_back(value_of(donation.masked_on));
    append_years(cells, donation);
    cells.emplace_back(donation.contact.prefecture);  // repeated here for the index of facts
    cells.emplace_back(std::string{domain::key_of(donation.gift_wish)});
    cells.emplace_back(donation.on_behalf_of);
}

/// Whether the row holds just what this program writes for the donation, derived years included.
bool is_as_written(const Row& row, const Donation& donation)
{
    Connection::Values cells;
    append_cells(cells, donation);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto* number = std::get_if<std::int64_t>(&cells[i]);
        const auto* text = std::get_if<std::string>(&cells[i]);
        const bool is_null = number == nullptr && text == nullptr;
        if (is_null != row.is_null(kDonationCells[i])) return false;
        const std::string& stored = row.text(kDonationCells[i]);
        if (number != nullptr ? stored != std::to_string(*number) : text != nullptr && stored != *text)
            return false;
    }
    // What nothing writes yet.
    return row.is_null("settled_on") && row.is_null("collected_on") && row.is_null("assessed_on");
}

/// A row that holds what this program never writes, a day that is none for example: enough of it to be named.
Donation named_of(const Row& row)
{
    Donation donation;
    donation.id = row.id<DonationId>("id");
    donation.number = domain::DonationNumber::parse(row.text("number")).value_or(donation.number);
    return donation;
}

}  // namespace

void SqlDonations::add(const std::vector<Donation>& donations)
{
    Connection::Values cells;
    cells.reserve(donations.size() * kDonationCells.size());
    for (const Donation& donation : donations) append_cells(cells, donation);
    connection_.insert_rows("donations", kDonationCells, cells);
    add_parts(donations);
}

void SqlDonations::add_parts(const std::vector<Donation>& donations)
{
    Connection::Values purposes;
    Connection::Values lines;
    Connection::Values former;
    for (const Donation& donation : donations) {
        std::int64_t number = 0;
        if (donation.former) {
            append(former, donation.id.value, donation.former->number, donation.former->receipt_number,
                value_of(donation.former->receipt_on), value_of(donation.former->one_stop_accepted_on));
        }
        for (const auto& share : donation.purposes) {
            append(purposes, donation.id.value, ++number, share.code,
                share.version == 0 ? Value{} : Value{share.version}, share.written_code, share.written,
                share.amount.amount());
        }
        for (const auto& line : donation.gifts) {
            append(lines, line.id.value, donation.id.value, std::int64_t{line.line_number}, line.portal_line,
                line.gift_code, line.gift_name, line.gift_version == 0 ? Value{} : Value{line.gift_version},
                std::int64_t{line.quantity}, line.amount.amount(), line.shipping_state,
                value_or_null(line.recipient_id), std::int64_t{line.file_line});
        }
    }
    connection_.insert_rows("donation_purposes",
        {"donation_id", "purpose_number", "purpose_code", "purpose_version_id", "written_code", "written",
            "amount_yen"},
        purposes);
    connection_.insert_rows("gift_lines",
        {"id", "donation_id", "line_number", "portal_line", "gift_code", "gift_name", "gift_version_id",
            "quantity", "amount_yen", "shipping_state", "recipient_contact_id", "file_line"},
        lines);
    connection_.insert_rows("former_records",
        {"donation_id", "number", "receipt_number", "receipt_on", "one_stop_accepted_on"}, former);
}

void SqlDonations::replace(const Donation& donation)
{
    static const std::string kSql = [] {
        std::string sql = "UPDATE donations SET ";
        for (std::size_t i = 1; i < kDonationCells.size(); ++i)
            sql += (i == 1 ? "" : ", ") + std::string{kDonationCells[i]} + " = ?";
        return sql + " WHERE id = ?";
    }();
    Connection::Values cells;
    append_cells(cells, donation);
    cells.erase(cells.begin());
    cells.emplace_back(donation.id.value);
    connection_.execute(kSql, cells);
    for (const char* parts : {"donation_purposes", "former_records"})
        connection_.execute(
            std::string{"DELETE FROM "} + parts + " WHERE donation_id = ?", {donation.id.value});
    Donation purposes_only = donation;
    purposes_only.gifts.clear();
    add_parts({purposes_only});
    replace_gift_lines(donation);
}

void SqlDonations::replace_gift_lines(const Donation& donation)
{
    std::set<std::int64_t> gone;
    const auto stored =
        connection_.query("SELECT id FROM gift_lines WHERE donation_id = ?", {donation.id.value});
    for (const Row& row : stored) gone.insert(row.integer("id"));
    Donation added = donation;
    added.purposes.clear();
    added.gifts.clear();
    added.former = std::nullopt;
    std::vector<domain::GiftLine> kept;
    for (const auto& line : donation.gifts)
        (gone.erase(line.id.value) == 1 ? kept : added.gifts).push_back(line);
    for (const std::int64_t id : gone) connection_.execute("DELETE FROM gift_lines WHERE id = ?", {id});
    for (const auto& line : kept) {
        connection_.execute(
            "UPDATE gift_lines SET portal_line = ?, gift_code = ?, gift_name = ?, gift_version_id = ?, quantity = ?, "
            "amount_yen = ?, shipping_state = ?, recipient_contact_id = ? WHERE id = ?",
            {line.portal_line, line.gift_code, line.gift_name,
                line.gift_version == 0 ? Value{} : Value{line.gift_version}, std::int64_t{line.quantity},
                line.amount.amount(), line.shipping_state, value_or_null(line.recipient_id), line.id.value});
    }
    add_parts({added});
}

std::vector<application::DonationStanding> SqlDonations::find_standings(const std::vector<DonationId>& ids)
{
    static const std::string kSql =
        "SELECT d.id AS id, d.version AS version, r.id AS receipt_id FROM donations d LEFT JOIN receipts r ON r.original_of = d.id "
        "WHERE d.id IN (" +
        placeholders(kListSize) + ")";
    std::vector<std::int64_t> numbers;
    numbers.reserve(ids.size());
    for (const DonationId id : ids) numbers.push_back(id.value);
    std::vector<application::DonationStanding> standings;
    in_lists_of<std::int64_t>(kListSize, numbers, [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) {
            standings.push_back({row.id<DonationId>("id"), static_cast<int>(row.integer("version")),
                !row.is_null("receipt_id")});
        });
    });
    return standings;
}

std::optional<Donation> SqlDonations::find(DonationId id)
{
    auto found = find_all({id});
    if (found.empty()) return std::nullopt;
    return found.front();
}

std::vector<Donation> SqlDonations::find_all(const std::vector<DonationId>& ids)
{
    static const std::string kSql =
        "SELECT " + donation_columns() +
        " FROM donations d JOIN contacts c ON c.id = d.contact_id LEFT JOIN contacts p ON p.id = d.documents_contact_id LEFT JOIN former_records f ON f.donation_id = d.id WHERE d.id IN (" +
        placeholders(kListSize) + ") ORDER BY d.id";
    std::vector<std::int64_t> numbers;
    numbers.reserve(ids.size());
    for (const DonationId id : ids) numbers.push_back(id.value);
    std::sort(numbers.begin(), numbers.end());  // then lists and answers are in order of id
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::vector<Donation> donations;
    in_lists_of<std::int64_t>(kListSize, numbers, [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) { donations.push_back(donation_of(row)); });
    });
    load_parts(connection_, donations);
    return donations;
}

void SqlDonations::list(const std::vector<std::int64_t>& ids, bool is_by_word,
    const std::function<void(const ListedDonation&)>& visit)
{
    static const std::string kSql =
        "SELECT " + donation_columns() +
        ", r.tax_year AS receipt_year, r.running_number AS receipt_running, oc.state AS change_state"
        " FROM donations d JOIN operations oc ON oc.id = d.changed_by JOIN contacts c ON c.id = d.contact_id"
        " LEFT JOIN contacts p ON p.id = d.documents_contact_id LEFT JOIN former_records f ON f.donation_id = d.id"
        " LEFT JOIN receipts r ON r.original_of = d.id WHERE d.id IN (" +
        placeholders(kListSize) + ") ORDER BY d.id";
    std::vector<std::int64_t> sorted = ids;
    std::sort(sorted.begin(), sorted.end());  // then parts come in order of id
    std::vector<Donation> donations;
    std::unordered_map<std::int64_t, ListedDonation> listed;
    in_lists_of<std::int64_t>(kListSize, sorted, [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) {
            donations.push_back(donation_of(row));
            ListedDonation& facts = listed[row.integer("id")];
            facts.is_by_word = is_by_word;
            facts.receipt_running = row.integer("receipt_running");
            facts.is_unfinished = row.text("change_state") == "open";
            if (!row.is_null("receipt_year"))
                facts.receipt_year = domain::TaxYear{static_cast<int>(row.integer("receipt_year"))};
        });
    });
    load_parts(connection_, donations);
    for (Donation& donation : donations) listed[donation.id.value].donation = std::move(donation);
    for (const std::int64_t id : ids) visit(listed.at(id));
}

std::optional<std::int64_t> SqlDonations::for_each(
    const DonationFilter& filter, const std::function<void(const ListedDonation&)>& visit)
{
    DonationWalk walk{connection_, filter};
    std::int64_t left = filter.limit.value_or(INT64_MAX);
    while (left > 0) {
        const auto ids = walk.next(static_cast<std::size_t>(std::min(left, kPageSize)));
        if (ids.empty()) break;
        list(ids, walk.is_at_words(), visit);
        left -= static_cast<std::int64_t>(ids.size());
    }
    return filter.after ? std::nullopt : walk.known_number();
}

std::int64_t SqlDonations::count(const DonationFilter& filter)
{
    const Where where = where_of(filter, connection_);
    return connection_.query("SELECT COUNT(*) AS total" + where.from(), where.values)
        .front()
        .integer("total");
}

application::DonationCount SqlDonations::count_about(const DonationFilter& filter)
{
    return count_donations_about(connection_, filter);
}

void SqlDonations::for_each_stored(const std::function<void(const Donation&, bool is_as_written)>& visit)
{
    static const std::string kSql =
        "SELECT " + donation_columns() +
        ", d.fiscal_year AS fiscal_year, d.tax_year AS tax_year, d.designation_period AS designation_period, d.prefecture AS prefecture, "
        "d.settled_on AS settled_on, d.collected_on AS collected_on, d.assessed_on AS assessed_on"
        " FROM donations d LEFT JOIN contacts c ON c.id = d.contact_id LEFT JOIN contacts p ON p.id = d.documents_contact_id LEFT JOIN former_records f ON f.donation_id = d.id WHERE d.id > ? ORDER BY d.id LIMIT ?";
    for (std::int64_t after = 0;;) {
        std::vector<Donation> donations;
        std::vector<bool> as_written;
        connection_.for_each_row(kSql, {after, kPageSize}, [&](const Row& row) {
            try {
                donations.push_back(donation_of(row));
                as_written.push_back(is_as_written(row, donations.back()));
            } catch (const application::StorageError&) {
                donations.resize(as_written.size());
                donations.push_back(named_of(row));
                as_written.push_back(false);
            }
        });
        if (donations.empty()) return;
        load_parts(connection_, donations);
        for (std::size_t i = 0; i < donations.size(); ++i) visit(donations[i], as_written[i]);
        after = donations.back().id.value;
    }
}

std::vector<std::pair<std::string, DonationId>> SqlDonations::find_former_receipts(
    const std::vector<std::string>& numbers)
{
    static const std::string kSql =
        "SELECT receipt_number, donation_id FROM former_records WHERE receipt_number IN (" +
        placeholders(kListSize) + ")";
    std::vector<std::pair<std::string, DonationId>> found;
    in_lists_of<std::string>(kListSize, numbers, [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) {
            found.emplace_back(row.text("receipt_number"), row.id<DonationId>("donation_id"));
        });
    });
    return found;
}

std::vector<application::FormerTotal> SqlDonations::former_totals()
{
    std::vector<application::FormerTotal> totals;
    connection_.for_each_row(R"sql(
        SELECT d.portal AS portal, d.tax_year AS tax_year, COUNT(*) AS donations, SUM(d.amount_yen) AS amount,
               SUM(CASE WHEN f.receipt_number <> '' THEN 1 ELSE 0 END) AS receipts
          FROM former_records f JOIN donations d ON d.id = f.donation_id JOIN operations o ON o.id = d.created_by
         WHERE d.state = 'received' AND o.state <> 'open'
         GROUP BY d.portal, d.tax_year ORDER BY d.portal, d.tax_year
    )sql",
        {}, [&](const Row& row) {
            totals.push_back({row.text("portal"), static_cast<int>(row.integer("tax_year")),
                row.integer("donations"), row.yen("amount"), row.integer("receipts")});
        });
    return totals;
}

bool SqlDonations::is_empty()
{
    return connection_.query("SELECT id FROM donations LIMIT 1").empty();
}

}  // namespace furusato::persistence
