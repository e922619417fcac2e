#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::ReceiptRun;
using domain::Receipt;
using domain::ReceiptIssuer;
using domain::TaxYear;

namespace {

constexpr std::size_t kMarksPerUpdate = 100;

ReceiptIssuer issuer_of(const Row& row)
{
    return {row.text("i_city_name"), row.text("i_title"), row.text("i_name"), row.text("i_seal_file"),
        row.text("i_seal_version"), row.text("i_section"), row.text("i_section_address"),
        row.text("i_section_phone"), row.text("i_programme_name"), row.flag("i_is_sample")};
}

Receipt receipt_of(const Row& row)
{
    Receipt receipt;
    receipt.id = row.id<domain::ReceiptId>("id");
    receipt.number = {TaxYear{static_cast<int>(row.integer("tax_year"))}, row.integer("running_number")};
    receipt.donation = row.id<domain::DonationId>("donation_id");
    receipt.donation_number =
        domain::DonationNumber::parse(row.text("donation_number")).value_or(receipt.donation_number);
    receipt.contact = contact_of(row, "c_");
    receipt.contact_id = row.id<domain::ContactId>("contact_id");
    receipt.is_corporate = row.flag("corporate");
    receipt.amount = row.yen("amount_yen");
    receipt.received_on = row.date("received_on");
    receipt.issued_on = row.date("issued_on");
    receipt.wording_version = row.text("wording_version");
    receipt.issuer = issuer_of(row);
    receipt.is_void = row.text("state") == "void";
    receipt.void_reason = row.text("void_reason");
    return receipt;
}

}  // namespace

std::int64_t SqlReceipts::draw_numbers(TaxYear year, std::int64_t count)
{
    const std::int64_t tax_year = year.value();
    if (connection_.query("SELECT last_number FROM receipt_counters WHERE tax_year = ?", {tax_year})
            .empty()) {
        connection_.execute("INSERT INTO receipt_counters (tax_year, last_number) VALUES (?, 0)", {tax_year});
    }
    connection_.execute(
        "UPDATE receipt_counters SET last_number = last_number + ? WHERE tax_year = ?", {count, tax_year});
    const auto rows =
        connection_.query("SELECT last_number FROM receipt_counters WHERE tax_year = ?", {tax_year});
    return rows.front().integer("last_number") - count + 1;
}

std::int64_t SqlReceipts::add_issuer(std::int64_t new_id, const ReceiptIssuer& issuer)
{
    const Connection::Values facts{issuer.city_name, issuer.title, issuer.name, issuer.seal_file,
        issuer.seal_version, issuer.section, issuer.section_address, issuer.section_phone,
        issuer.programme_name, std::int64_t{issuer.is_sample}};
    const auto known = connection_.query(R"sql(
        SELECT id FROM receipt_issuers
         WHERE city_name = ? AND title = ? AND name = ? AND seal_file = ? AND seal_version = ? AND section = ? AND section_address = ?
           AND section_phone = ? AND programme_name = ? AND is_sample = ?
    )sql",
        facts);
    if (!known.empty()) return known.front().integer("id");
    Connection::Values row{new_id};
    row.insert(row.end(), facts.begin(), facts.end());
    connection_.insert_rows("receipt_issuers",
        {"id", "city_name", "title", "name", "seal_file", "seal_version", "section", "section_address",
            "section_phone", "programme_name", "is_sample"},
        row);
    return new_id;
}

void SqlReceipts::add_run(const ReceiptRun& run)
{
    connection_.execute(R"sql(
        INSERT INTO receipt_runs (id, operation_id, issued_on, receipts, amount_yen, file_name, sha256, printed)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0)
    )sql",
        {run.id, run.operation.value, run.issued_on.iso(), run.receipts, run.amount.amount(), run.file_name,
            run.sha256});
}

void SqlReceipts::add(const std::vector<Receipt>& receipts, std::int64_t run, std::int64_t issuer,
    domain::OperationId operation)
{
    Connection::Values rows;
    for (const Receipt& receipt : receipts) {
        append(rows, receipt.id.value, std::int64_t{receipt.number.tax_year.value()}, receipt.number.running,
            receipt.donation.value, receipt.donation.value, run, std::string{"valid"}, std::string{},
            receipt.issued_on.iso(), receipt.received_on.iso(), receipt.amount.amount(),
            receipt.contact_id.value, std::int64_t{receipt.is_corporate}, receipt.wording_version, issuer,
            operation.value);
    }
    connection_.insert_rows("receipts",
        {"id", "tax_year", "running_number", "donation_id", "original_of", "run_id", "state", "void_reason",
            "issued_on", "received_on", "amount_yen", "contact_id", "corporate", "wording_version",
            "issuer_id", "operation_id"},
        rows);
    // On a cluster only two writes of one row get into each other's way: without this, a change of the donation on another node and
    // its receipt could both be stored.
    static const std::string kMark =
        "UPDATE donations SET last_receipt_run = ? WHERE id IN (" + placeholders(kMarksPerUpdate) + ")";
    std::vector<std::int64_t> donations;
    donations.reserve(receipts.size());
    for (const Receipt& receipt : receipts) donations.push_back(receipt.donation.value);
    in_lists_of<std::int64_t>(kMarksPerUpdate, donations, [&](Connection::Values list) {
        list.insert(list.begin(), run);
        connection_.execute(kMark, list);
    });
}

void SqlReceipts::set_printed(std::int64_t run, const std::string& sha256)
{
    connection_.execute("UPDATE receipt_runs SET printed = 1, sha256 = ? WHERE id = ?", {sha256, run});
}

void SqlReceipts::void_run(std::int64_t run, const std::string& reason)
{
    connection_.execute(
        "UPDATE receipts SET state = 'void', original_of = NULL, void_reason = ? WHERE run_id = ?",
        {reason, run});
    connection_.execute("UPDATE receipt_runs SET printed = 1 WHERE id = ?", {run});
}

bool SqlReceipts::make_void(domain::ReceiptId id, const std::string& reason)
{
    return connection_.execute(
               "UPDATE receipts SET state = 'void', original_of = NULL, void_reason = ? WHERE id = ? AND state = 'valid'",
               {reason, id.value}) == 1;
}

std::vector<std::int64_t> SqlReceipts::numbers_of(TaxYear year)
{
    std::vector<std::int64_t> numbers;
    connection_.for_each_row("SELECT running_number FROM receipts WHERE tax_year = ? ORDER BY running_number",
        {std::int64_t{year.value()}},
        [&](const Row& row) { numbers.push_back(row.integer("running_number")); });
    return numbers;
}

bool SqlReceipts::has_valid_original(domain::DonationId donation)
{
    return !connection_.query("SELECT id FROM receipts WHERE original_of = ?", {donation.value}).empty();
}

namespace {

const std::string& select_receipts()
{
    static const std::string kSql =
        "SELECT r.id AS id, r.tax_year AS tax_year, r.running_number AS running_number, r.donation_id AS donation_id, r.contact_id AS contact_id, d.number AS "
        "donation_number, r.state AS state, r.void_reason AS void_reason, r.issued_on AS issued_on, r.received_on AS received_on, r.amount_yen AS amount_yen, r.corporate AS "
        "corporate, r.wording_version AS wording_version, i.city_name AS i_city_name, i.title AS i_title, i.name AS i_name, i.seal_file AS "
        "i_seal_file, i.seal_version AS i_seal_version, i.section AS i_section, i.section_address AS i_section_address, i.section_phone AS "
        "i_section_phone, i.programme_name AS i_programme_name, i.is_sample AS i_is_sample, " +
        contact_columns("c", "c_") +
        " FROM receipts r JOIN donations d ON d.id = r.donation_id "
        "JOIN contacts c ON c.id = r.contact_id JOIN receipt_issuers i ON i.id = r.issuer_id ";
    return kSql;
}

}  // namespace

void SqlReceipts::for_each(std::optional<TaxYear> year, std::optional<std::int64_t> run,
    const std::function<void(const Receipt&)>& visit)
{
    std::string sql = select_receipts() + "WHERE 1 = 1 ";
    Connection::Values values;
    if (year) {
        sql += "AND r.tax_year = ? ";
        values.emplace_back(std::int64_t{year->value()});
    }
    if (run) {
        sql += "AND r.run_id = ? ";
        values.emplace_back(*run);
    }
    connection_.for_each_row(sql + "ORDER BY r.tax_year, r.running_number", values,
        [&](const Row& row) { visit(receipt_of(row)); });
}

std::vector<Receipt> SqlReceipts::of_donation(domain::DonationId donation)
{
    std::vector<Receipt> receipts;
    connection_.for_each_row(
        select_receipts() + "WHERE r.donation_id = ? ORDER BY r.tax_year, r.running_number", {donation.value},
        [&](const Row& row) { receipts.push_back(receipt_of(row)); });
    return receipts;
}

std::vector<domain::ReceiptNumber> SqlReceipts::contradictory()
{
    std::vector<domain::ReceiptNumber> found;
    connection_.for_each_row(R"sql(
        SELECT r.id AS id, r.tax_year AS tax_year, r.running_number AS running_number
          FROM receipts r
          LEFT JOIN receipt_runs u ON u.id = r.run_id
          LEFT JOIN receipt_issuers i ON i.id = r.issuer_id
          LEFT JOIN contacts c ON c.id = r.contact_id
         WHERE i.id IS NULL OR c.id IS NULL OR r.state NOT IN ('valid', 'void')
            OR (r.state = 'valid' AND (r.original_of IS NULL OR r.original_of <> r.donation_id))
            OR (r.state = 'void' AND r.original_of IS NOT NULL)
            OR u.id IS NULL OR u.operation_id <> r.operation_id OR u.issued_on <> r.issued_on
         ORDER BY r.tax_year, r.running_number
    )sql",
        {}, [&](const Row& row) {
            found.push_back(
                {TaxYear{static_cast<int>(row.integer("tax_year"))}, row.integer("running_number")});
        });
    return found;
}

std::vector<std::int64_t> SqlReceipts::runs_that_differ()
{
    std::vector<std::int64_t> found;
    connection_.for_each_row(R"sql(
        SELECT u.id AS id
          FROM receipt_runs u
          LEFT JOIN receipts r ON r.run_id = u.id
         GROUP BY u.id, u.receipts, u.amount_yen, u.printed
        HAVING COUNT(r.id) <> u.receipts OR SUM(r.amount_yen) <> u.amount_yen OR u.printed NOT IN (0, 1)
         ORDER BY u.id
    )sql",
        {}, [&](const Row& row) { found.push_back(row.integer("id")); });
    return found;
}

void SqlReceipts::set_contact(domain::ReceiptId id, domain::ContactId contact)
{
    connection_.execute("UPDATE receipts SET contact_id = ? WHERE id = ?", {contact.value, id.value});
}

std::vector<ReceiptRun> SqlReceipts::runs()
{
    std::vector<ReceiptRun> runs;
    connection_.for_each_row(
        "SELECT id, operation_id, issued_on, receipts, amount_yen, file_name, sha256, printed FROM receipt_runs ORDER BY id DESC",
        {}, [&](const Row& row) {
            runs.push_back({row.integer("id"), row.id<domain::OperationId>("operation_id"),
                row.date("issued_on"), row.integer("receipts"), row.yen("amount_yen"), row.text("file_name"),
                row.text("sha256"), row.flag("printed")});
        });
    return runs;
}

std::vector<std::pair<TaxYear, std::int64_t>> SqlReceipts::counters()
{
    std::vector<std::pair<TaxYear, std::int64_t>> counters;
    for (const Row& row :
        connection_.query("SELECT tax_year, last_number FROM receipt_counters ORDER BY tax_year")) {
        counters.emplace_back(TaxYear{static_cast<int>(row.integer("tax_year"))}, row.integer("last_number"));
    }
    return counters;
}

std::optional<application::IssuedReceipts> SqlReceipts::issued_between(
    const domain::Date& from, const std::optional<domain::Date>& before)
{
    const auto rows = connection_.query(
        "SELECT COUNT(*) AS receipts, MAX(issued_on) AS last_day FROM receipts "
        "WHERE original_of IS NOT NULL AND issued_on >= ? AND issued_on < ?",
        {from.iso(), before ? before->iso() : std::string{"9999-99-99"}});
    const auto last = rows.front().optional_date("last_day");
    if (!last) return std::nullopt;
    return application::IssuedReceipts{rows.front().integer("receipts"), *last};
}

}  // namespace furusato::persistence
