#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "contract/engine.hpp"
#include "furusato/application/keep_searches.hpp"
#include "persistence/migrate.hpp"
#include "persistence/table_shapes.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using persistence::Row;
using persistence::TableShape;
using persistence::Value;
using Values = persistence::Connection::Values;

/// How the record of a changed row is called in a finding: words before the name, and a query that gives the name.
struct NameQuery {
    std::string before;
    std::string sql;
};

const std::map<std::string, NameQuery>& names_of_tables()
{
    static const std::string kDonationOf = "SELECT number AS name FROM donations WHERE id = ";
    static const std::map<std::string, NameQuery> kNames{
        {"operations", {"operation ", "SELECT id AS name FROM operations WHERE id = {id}"}},
        {"history", {"operation ", "SELECT id AS name FROM operations WHERE id = {operation_id}"}},
        {"history_fields", {"operation ", "SELECT id AS name FROM operations WHERE id = {operation_id}"}},
        {"audit_links", {"operation ", "SELECT id AS name FROM operations WHERE id = {operation_id}"}},
        {"audit_anchors",
            {"", "SELECT anchored_on AS name FROM audit_anchors WHERE anchored_on = {anchored_on}"}},
        {"audit_anchor_lanes",
            {"", "SELECT anchored_on AS name FROM audit_anchors WHERE anchored_on = {anchored_on}"}},
        {"donations", {"", kDonationOf + "{id}"}}, {"donation_purposes", {"", kDonationOf + "{donation_id}"}},
        {"gift_lines", {"", kDonationOf + "{donation_id}"}},
        {"former_records", {"", kDonationOf + "{donation_id}"}},
        {"revenue_entries", {"", kDonationOf + "{donation_id}"}},
        {"contacts", {"", "SELECT MAX(number) AS name FROM donations WHERE contact_id = {id}"}},
        {"donors", {" ", "SELECT id AS name FROM donors WHERE id = {id}"}},
        {"saved_searches", {"", "SELECT name AS name FROM saved_searches WHERE id = {id}"}},
        {"receipts", {"", "SELECT running_number AS name FROM receipts WHERE id = {id}"}},
        {"receipt_runs", {"", "SELECT id AS name FROM receipt_runs WHERE id = {id}"}},
        {"payments", {" ", "SELECT id AS name FROM payments WHERE id = {id}"}},
        {"revenue_days",
            {"", "SELECT MAX(entered_on) AS name FROM revenue_days WHERE entered_on = {entered_on}"}},
        {"receipt_counters",
            {"", "SELECT 'receipt_gap R' AS name FROM receipt_counters WHERE tax_year = {tax_year}"}},
        {"city_settings", {"setting ", "SELECT MAX(name) AS name FROM city_settings WHERE name = {name}"}},
        {"duties", {"duty ", "SELECT MAX(portal) AS name FROM duties WHERE portal = {portal}"}},
        {"gifts", {"gift ", "SELECT code AS name FROM gifts WHERE id = {id}"}},
        {"gift_versions", {"gift ", "SELECT code AS name FROM gifts WHERE id = {gift_id}"}},
        {"suppliers", {"supplier ", "SELECT code AS name FROM suppliers WHERE id = {id}"}},
        {"supplier_versions", {"supplier ", "SELECT code AS name FROM suppliers WHERE id = {supplier_id}"}},
        {"campaigns", {"campaign ", "SELECT code AS name FROM campaigns WHERE id = {id}"}},
        {"campaign_versions", {"campaign ", "SELECT code AS name FROM campaigns WHERE id = {campaign_id}"}},
        {"campaign_gifts", {"campaign ", "SELECT code AS name FROM campaigns WHERE id = {campaign_id}"}},
        {"purposes", {"purpose ", "SELECT code AS name FROM purposes WHERE id = {id}"}},
        {"purpose_versions", {"purpose ", "SELECT code AS name FROM purposes WHERE id = {purpose_id}"}},
        {"funds", {"fund ", "SELECT code AS name FROM funds WHERE id = {id}"}},
        {"fund_versions", {"fund ", "SELECT code AS name FROM funds WHERE id = {fund_id}"}},
        {"targets", {"target ", "SELECT id AS name FROM targets WHERE id = {id}"}},
        {"import_jobs", {" ", "SELECT id AS name FROM import_jobs WHERE id = {id}"}},
        {"import_issues", {" ", "SELECT id AS name FROM import_jobs WHERE id = {job_id}"}},
        {"gift_sets", {"", "SELECT MAX(set_key) AS name FROM gift_sets WHERE set_key = {set_key}"}}};
    return kNames;
}

/// Columns in which a change means nothing, and why.
const std::map<std::string, std::string>& meaningless()
{
    static const std::string kMatching =
        "compared when donors are matched: a wrong one makes two donors of one person, and no other figure";
    static const std::string kWriter = "nothing reads it: history says which operations wrote the record";
    static const std::string kOneVersion = "a campaign has one version, and nothing reads when it holds";
    static const std::string kInFile =
        "the archived file says what stood there, and retention empties it here";
    static const std::map<std::string, std::string> kColumns{
        {"donations.last_receipt_run", "makes two writers on a cluster meet; the receipt holds the fact"},
        {"donation_purposes.purpose_number", "the order of a donation's purposes: kept by most changes"},
        {"revenue_days.slice",
            "sums are added over all slices, and open operations are reported by themselves"},
        {"receipt_runs.file_name", "what the file was called when it was drawn last"},
        {"receipt_runs.sha256", "of the file that was drawn last; drawn again, it is another"},
        {"donors.kind", kMatching}, {"donors.name_hash", kMatching}, {"donors.kana_hash", kMatching},
        {"donors.address_hash", kMatching}, {"donors.birth_date", kMatching},
        {"donors.postal_code", kMatching}, {"donors.merged_into", kMatching},
        {"donors.version", "counts changes of the donor, of which there are none yet"},
        {"donors.created_by", "which import brought the donor: counted once, at its end"},
        {"donors.changed_by", "as created_by"}, {"city_settings.operation_id", kWriter},
        {"duties.operation_id", kWriter}, {"gifts.operation_id", kWriter},
        {"gift_versions.operation_id", kWriter}, {"suppliers.operation_id", kWriter},
        {"supplier_versions.operation_id", kWriter}, {"campaigns.operation_id", kWriter},
        {"campaign_versions.operation_id", kWriter}, {"campaign_gifts.operation_id", kWriter},
        {"purposes.operation_id", kWriter}, {"purpose_versions.operation_id", kWriter},
        {"funds.operation_id", kWriter}, {"fund_versions.operation_id", kWriter},
        {"targets.operation_id", kWriter}, {"campaign_versions.id", kOneVersion},
        {"campaign_versions.valid_from", kOneVersion}, {"campaign_versions.valid_to", kOneVersion},
        {"import_jobs.owner", "who works on a job that is not done"},
        {"import_jobs.owner_seen_at", "as owner"}, {"saved_searches.operation_id", kWriter},
        {"import_issues.issue_number", "issues are told in the order of their lines"},
        {"import_issues.cell_value", kInFile}, {"import_issues.parked_id", kInFile}};
    return kColumns;
}

/// Every row in every run takes minutes: FURUSATO_EVERY_BYTE=1. Else one row per column, another one each with another seed.
bool is_exhaustive()
{
    return std::getenv("FURUSATO_EVERY_BYTE") != nullptr;
}

/// A small office with a bit of everything, closed for the night; then somebody with the database's own tools.
class ByteFlips : public WithTamperer {
protected:
    ByteFlips()
    {
        ledger.business_date = {2024, 2, 26};
        ledger.load_city().execute(a_city_with_everything(), ledger.caller());
        ledger.import_gift_file(gift_csv({{.code = "SN001"}}));
        auto rows = many_rows(8);
        rows.push_back({.order = "E1", .amount = "一万円"});
        rows.push_back(
            {.order = "W1", .status = "入金待ち", .paid_on = "", .amount = "12000", .payment = "銀行振込"});
        rows.push_back({.order = "S1", .amount = "5000", .purpose = "市長におまかせ", .gift_code = "SN001"});
        rows.push_back({.order = "S1",
            .line = "2",
            .amount = "5000",
            .purpose = "子育て",
            .gift_code = "SN002",
            .recipient_name = "徳山　春子",
            .recipient_street = "岐山通1丁目"});
        ledger.import(choice_csv(rows));
        ledger.business_date = {2024, 2, 27};
        pay_by_statement();
        ledger.change_donation().edit({"M4", "電話で確認", {}, ledger.caller()}, {{"street", "岐山通2丁目"}});
        ledger.change_donation().end({"M2", "重複", {}, ledger.caller()}, domain::PaymentEvent::Refund, {});
        change_many_and_back();
        ledger.business_date = {2024, 2, 28};
        ledger.issue();
        ledger.issue_receipts().make_void("R5-0000001", "氏名の誤り", ledger.caller());
        application::KeepSearches{ledger.store(), ledger.digests(), ledger.clock}.save(
            "高額", "--amount-from 100000\n", ledger.caller());
        ledger.keep_anchors().make({}, ledger.caller());
        EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
        raw->execute(GetParam()->foreign_keys_off());
        const auto migrations = persistence::read_migrations(source_path("sql/migrations"),
            [&](std::string_view bytes) { return ledger.digests().sha256_hex(bytes); });
        for (const TableShape& shape : persistence::read_table_shapes(migrations)) {
            if (names_of_tables().count(shape.name) != 0) shapes_.push_back(shape);
        }
    }

    static application::CityMasters a_city_with_everything()
    {
        auto city = a_city();
        city.duties = {{"ana", domain::Duty::Receipts, {2023, 4, 1}, domain::DutyHolder::Portal}};
        city.campaigns = {a_campaign("C1")};
        city.campaigns[0].gifts = {{"SN001", {2023, 12, 1}, {2023, 12, 31}}};
        city.targets.resize(1);
        city.targets[0].fiscal_year = domain::FiscalYear{2023};
        city.targets[0].amount = domain::Yen{110'000'000};
        return city;
    }

    void pay_by_statement()
    {
        MemoryBytes bytes{"決済日,注文番号,決済金額\r\n2024-02-27,W1,12000\r\n2024-02-27,X9,700\r\n"};
        ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
    }
    void change_many_and_back()
    {
        application::BulkChange change;
        change.filter.state = domain::DonationState::Received;
        change.fields = {{"remark", "抽選対象"}};
        change.reason = "まとめて";
        change.caller = ledger.caller();
        const auto changed = ledger.change_donations().apply(change, [](const auto&) {});
        ledger.change_donations().undo(changed.first, "取り違え", ledger.caller(), [](const auto&) {});
    }

    /// The value with one byte changed; a value that is not there becomes one.
    static Value flipped(const Row& row, const persistence::Column& column)
    {
        if (row.is_null(column.name))
            return column.is_number ? Value{std::int64_t{1}} : Value{std::string{"1"}};
        std::string text = row.text(column.name);
        if (column.is_number) {
            char& digit = text.back();
            digit = digit == '9' ? '8' : static_cast<char>(digit + 1);
            return std::int64_t{std::stoll(text)};
        }
        if (text.empty()) return std::string{"1"};
        const auto plain = std::find_if(text.rbegin(), text.rend(), [](char sign) { return sign > ' '; });
        // The lowest bit: 0 ↔ 1, b ↔ c. In a text without such a letter the last byte of a character: 東 ↔ 杰.
        char& byte = plain == text.rend() ? text.back() : *plain;
        byte = static_cast<char>(byte ^ 1);
        return text;
    }

    static Value stored(const Row& row, const persistence::Column& column)
    {
        if (row.is_null(column.name)) return {};
        if (column.is_number) return row.integer(column.name);
        return row.text(column.name);
    }

    /// False where the database itself does not let the value in.
    bool write(const TableShape& shape, const Row& row, const persistence::Column& column, const Value& value,
        const Value& key_now)
    {
        std::string sql = "UPDATE " + shape.name + " SET " + column.name + " = ? WHERE ";
        Values values{value};
        for (const std::string& name : shape.key) {
            sql += (values.size() == 1 ? "" : " AND ") + name + " = ?";
            values.push_back(name == column.name ? key_now : stored(row, {name, shape.is_number(name)}));
        }
        try {
            tamper(sql, values);
            return true;
        } catch (const application::StorageError&) {
            return false;
        }
    }

    std::string name_of(const TableShape& shape, const Row& row)
    {
        const auto& [words, query] = names_of_tables().at(shape.name);
        std::string sql = query;
        const auto open = sql.find('{');
        const std::string column = sql.substr(open + 1, sql.find('}') - open - 1);
        sql.replace(open, column.size() + 2, "?");
        const auto found = raw->query(sql, {stored(row, {column, shape.is_number(column)})});
        return found.empty() ? "" : words + found.front().text("name");
    }

    /// How a record is called that has lost its number or code.
    static std::string id_of(const TableShape& shape, const Row& row)
    {
        if (shape.name == "donations") return "id " + row.text("id");
        for (const std::string master : {"gift", "supplier", "campaign", "purpose", "fund"}) {
            if (shape.name == master + "s") return master + " " + row.text("id");
            if (shape.name == master + "_versions" || shape.name == master + "_gifts")
                return master + " " + row.text(master + "_id");
        }
        return "no other name";
    }

    /// "operation 1" is not in "operation 12".
    static bool is_in(const std::string& finding, const std::string& name)
    {
        if (name.empty()) return true;  // a contact of no donation
        for (auto at = finding.find(name); at != std::string::npos; at = finding.find(name, at + 1)) {
            const auto end = at + name.size();
            const bool ends_in_digit = name.back() >= '0' && name.back() <= '9';
            if (!ends_in_digit || end == finding.size() || finding[end] < '0' || finding[end] > '9')
                return true;
        }
        return false;
    }

    void try_flip(const TableShape& shape, const Row& row, const persistence::Column& column)
    {
        const std::string where = shape.name + "." + column.name;
        const Value before = stored(row, column);
        const Value after = flipped(row, column);
        const std::string name = name_of(shape, row);
        if (!write(shape, row, column, after, before)) return;
        ++flips_;
        // Of a donation whose number was changed, to another one or into nothing.
        const std::string new_name = name_of(shape, row);
        const std::string by_id = id_of(shape, row);
        const auto findings = ledger.findings();
        const auto names = [&](const std::string& finding) {
            return is_in(finding, name) || (!new_name.empty() && is_in(finding, new_name)) ||
                   is_in(finding, by_id);
        };
        if (findings.empty()) {
            ADD_FAILURE() << where << " of " << name << ": nobody notices";
        } else if (std::none_of(findings.begin(), findings.end(), names)) {
            ADD_FAILURE() << where << ": " << name << " is not named by " << testing::PrintToString(findings);
        }
        ASSERT_TRUE(write(shape, row, column, before, after)) << where;
    }

    std::vector<TableShape> shapes_;
    std::mt19937 random_{20240229};
    int flips_ = 0;
};

TEST_P(ByteFlips, AreNoticedInEveryColumnAndTheRecordIsNamed)
{
    std::set<std::string> seen;
    for (const TableShape& shape : shapes_) {
        auto rows = raw->query("SELECT * FROM " + shape.name);
        ASSERT_FALSE(rows.empty() && shape.name != "former_records") << shape.name;
        for (const auto& column : shape.columns) {
            seen.insert(shape.name + "." + column.name);
            if (meaningless().count(shape.name + "." + column.name) != 0) continue;
            std::shuffle(rows.begin(), rows.end(), random_);
            const std::size_t count = is_exhaustive() ? rows.size() : std::min<std::size_t>(1, rows.size());
            for (std::size_t i = 0; i < count; ++i) try_flip(shape, rows[i], column);
        }
    }
    for (const auto& [column, reason] : meaningless()) EXPECT_EQ(seen.count(column), 1U) << column;
    EXPECT_GT(flips_, 200);
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{}) << "everything was put back";
}

/// The same with bytes of the file: wherever they lie, what the tables say is as before or somebody says that it is not.
class FileFlips : public ByteFlips {
protected:
    /// Every value whose change means something.
    std::string content(persistence::Connection& connection) const
    {
        std::string all;
        for (const TableShape& shape : shapes_) {
            std::string columns, order;
            for (const auto& column : shape.columns) {
                if (meaningless().count(shape.name + "." + column.name) == 0)
                    columns += (columns.empty() ? "" : ", ") + column.name;
            }
            for (const std::string& name : shape.key) order += (order.empty() ? "" : ", ") + name;
            connection.for_each_row(
                "SELECT " + columns + " FROM " + shape.name + " ORDER BY " + order, {}, [&](const Row& row) {
                    for (const auto& cell : row.cells()) all += (cell ? *cell : "(null)") + "\x1f";
                });
        }
        return all;
    }

    static constexpr int kValues = 40;

    /// Where in the file values of the tables stand: so many of them, each a byte in its middle.
    std::vector<std::size_t> places_of_values(const std::string& bytes)
    {
        std::vector<std::size_t> places;
        while (static_cast<int>(places.size()) < kValues) {
            const TableShape& shape = shapes_[places.size() % shapes_.size()];
            auto rows = raw->query("SELECT * FROM " + shape.name);
            std::shuffle(rows.begin(), rows.end(), random_);
            std::size_t at = std::string::npos;
            for (std::size_t i = 0; i < rows.size() && at == std::string::npos; ++i) {
                for (const auto& cell : rows[i].cells()) {
                    if (cell && cell->size() > 7 && at == std::string::npos) at = bytes.find(*cell);
                }
            }
            places.push_back(at == std::string::npos ? bytes.size() / 2 : at + 4);
        }
        return places;
    }

    /// "" when nothing is different, else who says so; "nobody" when nobody does.
    std::string who_notices(const std::filesystem::path& file, const std::string& before)
    {
        try {
            Ledger flipped{persistence::open_store(
                {"sqlite:" + file.string(), source_path("sql/migrations")}, ledger.digests())};
            flipped.business_date = ledger.business_date;
            if (!flipped.findings().empty()) return "verify";
            return content(*persistence::open_sqlite(file.string())) == before ? "" : "nobody";
        } catch (const application::StorageError&) {
            return "the database";
        } catch (const domain::Refusal&) {
            return "the database";
        }
    }
};

TEST_P(FileFlips, AreNoticedWhereverTheyLie)
{
    const TemporaryFolder folder;
    const auto whole = folder.file("whole.db");
    raw->query("PRAGMA wal_checkpoint(TRUNCATE)");
    std::filesystem::copy_file(database->url().substr(7), whole);
    const std::string before = content(*persistence::open_sqlite(whole.string()));
    std::ifstream stream{whole, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    std::vector<std::size_t> places = places_of_values(bytes);
    const int anywhere = is_exhaustive() ? 20'000 : 60;
    while (static_cast<int>(places.size()) < anywhere + kValues) {
        const auto at = std::uniform_int_distribution<std::size_t>{0, bytes.size() - 1}(random_);
        if (bytes[at] != 0) places.push_back(at);  // most zeros are empty space
    }
    std::map<std::string, int> noticed;
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::string other = bytes;
        other[places[i]] = static_cast<char>(other[places[i]] ^ (1 << (i % 8)));
        const auto file = folder.file("flipped.db");
        for (const char* beside : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + beside);
        std::ofstream{file, std::ios::binary} << other;
        const std::string who = who_notices(file, before);
        EXPECT_NE(who, "nobody") << "bit " << i % 8 << " of byte " << places[i];
        ++noticed[who];
    }
    EXPECT_GT(noticed["verify"] + noticed["the database"], kValues) << testing::PrintToString(noticed);
}

RUN_ON_EVERY_ENGINE(ByteFlips);
INSTANTIATE_TEST_SUITE_P(EmbeddedFile, FileFlips, testing::Values(&sqlite_engine()),
    [](const testing::TestParamInfo<const Engine*>& engine) { return engine.param->name(); });

}  // namespace
}  // namespace furusato::tests
