#include "furusato/application/import_gifts.hpp"

#include <map>
#include <set>

#include "application/row_digests.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_table.hpp"

namespace furusato::application {
namespace {

using portal_import::IssueWeight;
using portal_import::RowIssue;
using portal_import::Table;
using portal_import::TableRow;

constexpr char kSeparator = '\x1f';

/// The columns of a gift file; the first name is how we write it ourselves.
struct GiftColumns {
    explicit GiftColumns(const Table& table)
        : code{table.required_column({"返礼品コード", "謝礼品番号", "商品番号", "code"})},
          name{table.required_column({"返礼品名", "謝礼品名", "商品名", "name"})},
          required{table.required_column({"必要寄附金額", "寄附設定金額", "寄附金額", "required_yen"})},
          cost{table.required_column(
              {"調達費(税込)", "調達費", "調達費用", "価格(税込み)", "仕入値", "cost_yen"})},
          delivery_name{table.column({"配送名称", "delivery_name"})},
          supplier_code{table.column({"事業者コード", "supplier_code"})},
          supplier_name{table.column({"事業者名", "事業者", "supplier"})},
          category{table.column({"カテゴリ", "謝礼品カテゴリー", "category"})},
          brand_mark{table.column({"ブランド認証", "brand_mark"})},
          valid_from{table.column({"適用開始日", "valid_from"})},
          valid_to{table.column({"適用終了日", "valid_to"})}
    {}

    std::size_t code, name, required, cost;
    std::optional<std::size_t> delivery_name, supplier_code, supplier_name, category, brand_mark, valid_from,
        valid_to;
};

std::string cell(const TableRow& row, std::optional<std::size_t> column)
{
    return column ? row.cells[*column] : std::string{};
}

/// Permille in force on a day; 0 before the first limit, so that nothing passes without a rule.
int limit_on(const std::vector<DatedLimit>& limits, const domain::Date& day)
{
    const DatedLimit* found = nullptr;
    for (const auto& limit : limits) {
        if (limit.valid_from <= day && (found == nullptr || found->valid_from <= limit.valid_from))
            found = &limit;
    }
    return found == nullptr ? 0 : found->permille;
}

/// Reads one row; puts what is wrong with it into `issue` and gives nullopt.
std::optional<domain::Gift> gift_of(const Table& table, const TableRow& row, const GiftColumns& columns,
    const domain::Date& business_date, const std::vector<DatedLimit>& cost_limits, RowIssue& issue)
{
    const auto fail = [&](std::size_t column, const char* code) {
        issue = {
            row.line, row.row, table.headers[column], code, row.cells[column], IssueWeight::Error, row.raw};
        return std::nullopt;
    };
    if (row.has_wrong_width) {
        issue = {row.line, row.row, "", "row.column_count", "", IssueWeight::Error, row.raw};
        return std::nullopt;
    }
    domain::Gift gift;
    gift.code = portal_import::fold_word(row.cells[columns.code]);
    gift.name = row.cells[columns.name];
    if (gift.code.empty()) return fail(columns.code, "gift.code_missing");
    if (gift.name.empty()) return fail(columns.name, "gift.name_missing");
    const auto required = domain::Yen::parse(portal_import::nfkc(row.cells[columns.required]));
    if (!required) return fail(columns.required, "amount.not_a_number");
    const auto cost = domain::Yen::parse(portal_import::nfkc(row.cells[columns.cost]));
    if (!cost) return fail(columns.cost, "amount.not_a_number");
    gift.required_donation = *required;
    gift.procurement_cost = *cost;
    gift.delivery_name = cell(row, columns.delivery_name);
    gift.supplier_code = portal_import::fold_word(cell(row, columns.supplier_code));
    gift.supplier_name = cell(row, columns.supplier_name);
    if (gift.supplier_code.empty()) gift.supplier_code = gift.supplier_name;
    gift.category = cell(row, columns.category);
    gift.brand_mark = cell(row, columns.brand_mark);
    gift.valid_from = business_date;
    if (!cell(row, columns.valid_from).empty()) {
        const auto day = domain::Date::parse_iso(cell(row, columns.valid_from));
        if (!day) return fail(*columns.valid_from, "date.invalid");
        gift.valid_from = *day;
    }
    if (!cell(row, columns.valid_to).empty()) {
        gift.valid_to = domain::Date::parse_iso(cell(row, columns.valid_to));
        if (!gift.valid_to || *gift.valid_to < gift.valid_from)
            return fail(*columns.valid_to, "date.invalid");
    }
    if (!domain::is_within_permille(*cost, *required, limit_on(cost_limits, gift.valid_from)))
        return fail(columns.cost, "gift.too_costly");
    const bool too_long = portal_import::length_in_characters(gift.code) > 200 ||
                          portal_import::length_in_characters(gift.name) > 300 ||
                          portal_import::length_in_characters(gift.delivery_name) > 300 ||
                          portal_import::length_in_characters(gift.supplier_code) > 40 ||
                          portal_import::length_in_characters(gift.supplier_name) > 200 ||
                          portal_import::length_in_characters(gift.category) > 100 ||
                          portal_import::length_in_characters(gift.brand_mark) > 100;
    if (too_long) return fail(columns.name, "cell.too_long");
    return gift;
}

/// Everything that makes a version of a gift, except when it holds.
std::string facts_of(const domain::Gift& gift)
{
    return gift.code + kSeparator + gift.name + kSeparator + gift.delivery_name + kSeparator +
           gift.supplier_code + kSeparator + std::to_string(gift.required_donation.amount()) + kSeparator +
           std::to_string(gift.procurement_cost.amount()) + kSeparator + gift.category + kSeparator +
           gift.brand_mark + kSeparator + (gift.valid_to ? gift.valid_to->iso() : "");
}

/// What is to be written, decided before the transaction.
struct Plan {
    struct Item {
        domain::Gift gift;
        bool is_new = false;
    };
    std::vector<Item> gifts;
    std::map<std::string, std::pair<std::string, domain::Date>> suppliers;  // code → name, from
};

struct ReadGift {
    domain::Gift gift;
    RowIssue where;  // its place, in case it must be refused
};

Plan plan_gifts(
    const std::vector<ReadGift>& gifts, const std::vector<GiftVersion>& stored, GiftImportSummary& summary)
{
    std::map<std::string, domain::Gift> newest;
    for (const auto& version : stored) newest.insert_or_assign(version.gift.code, version.gift);
    Plan plan;
    for (auto [gift, where] : gifts) {
        const auto known = newest.find(gift.code);
        const bool is_new = known == newest.end();
        if (!is_new) {
            gift.id = known->second.id;
            if (facts_of(gift) == facts_of(known->second)) {
                const bool same_supplier = gift.supplier_name == known->second.supplier_name;
                same_supplier ? ++summary.unchanged : ++summary.updated;
                if (!same_supplier)
                    plan.suppliers.emplace(
                        gift.supplier_code, std::make_pair(gift.supplier_name, gift.valid_from));
                continue;
            }
            // What holds now is never undone by an older file.
            if (gift.valid_from < known->second.valid_from) {
                ++summary.refused;
                where.code = "gift.version_older";
                where.value = gift.valid_from.iso();
                summary.issues.push_back(where);
                continue;
            }
        }
        is_new ? ++summary.added : ++summary.updated;
        plan.gifts.push_back({gift, is_new});
        newest.insert_or_assign(gift.code, gift);
        if (!gift.supplier_code.empty()) {
            plan.suppliers.emplace(gift.supplier_code, std::make_pair(gift.supplier_name, gift.valid_from));
        }
    }
    return plan;
}

/// What was written, with all versions of each as they are stored now: a new version ends the one before.
std::vector<HistoryEntry> entries_of(Records& records, const Digests& digests, const Plan& plan,
    const std::set<std::string>& suppliers_written)
{
    std::map<std::string, bool> is_new_gift;
    for (const auto& [gift, is_new] : plan.gifts) is_new_gift[gift.code] = is_new;
    std::vector<HistoryEntry> entries;
    const auto action = [](bool is_new) { return is_new ? "created" : "changed"; };
    const auto gift_of = [](const GiftVersion& version) { return version.gift.id.value; };
    for (const auto& versions : grouped(records.catalogue.gift_versions(), gift_of)) {
        const auto written = is_new_gift.find(versions.front().gift.code);
        if (written != is_new_gift.end())
            entries.push_back(entry_of(digests, versions, action(written->second)));
    }
    const auto supplier_of = [](const SupplierVersion& version) { return version.supplier; };
    for (const auto& versions : grouped(records.catalogue.supplier_versions(), supplier_of)) {
        if (suppliers_written.count(versions.front().code) != 0)
            entries.push_back(entry_of(digests, versions, action(versions.size() == 1)));
    }
    return entries;
}

}  // namespace

GiftImportSummary ImportGifts::execute(portal_import::ByteSource& source, const Caller& caller)
{
    const Table table = portal_import::read_table(source);
    const GiftColumns columns{table};
    GiftImportSummary summary;
    std::vector<ReadGift> gifts;
    std::set<std::string> seen;
    for (const auto& row : table.rows) {
        ++summary.read;
        RowIssue issue;
        auto gift = gift_of(table, row, columns, caller.business_date, cost_limits_, issue);
        if (gift && !seen.insert(gift->code).second) {
            issue = {row.line, row.row, table.headers[columns.code], "gift.code_repeated", gift->code,
                IssueWeight::Error, row.raw};
            gift.reset();
        }
        if (!gift) {
            ++summary.refused;
            summary.issues.push_back(std::move(issue));
            continue;
        }
        gifts.push_back({std::move(*gift), {row.line, row.row, "", "", "", IssueWeight::Held, row.raw}});
    }
    std::vector<GiftVersion> stored;
    std::map<std::string, std::string> suppliers;
    store_.read([&](Records& records) {
        stored = records.catalogue.gift_versions();
        for (auto& [code, name] : records.catalogue.suppliers()) suppliers[code] = name;
    });
    Plan plan = plan_gifts(gifts, stored, summary);
    if (plan.gifts.empty() && plan.suppliers.empty()) return summary;

    const auto count = static_cast<std::int64_t>(plan.gifts.size());
    std::int64_t gift_id = store_.draw_ids("gift", count + 1);
    std::int64_t version = store_.draw_ids("gift_version", count + 1);
    std::int64_t supplier_id =
        store_.draw_ids("supplier", static_cast<std::int64_t>(plan.suppliers.size()) + 1);
    std::int64_t supplier_version =
        store_.draw_ids("supplier_version", static_cast<std::int64_t>(plan.suppliers.size()) + 1);
    trail_.perform({"gift.import", caller.actor, "clerk", "", "", caller.business_date},
        [=, this](
            Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) mutable {
            std::set<std::string> suppliers_written;
            for (const auto& [code, supplier] : plan.suppliers) {
                const auto known = suppliers.find(code);
                if (known != suppliers.end() && known->second == supplier.first) continue;
                suppliers_written.insert(code);
                records.catalogue.add_supplier(
                    supplier_id++, supplier_version++, code, supplier.first, supplier.second, operation);
            }
            for (auto& [gift, is_new] : plan.gifts) {
                if (is_new) gift.id = {gift_id++};
                records.catalogue.add_gift_version(gift, version++, is_new, operation);
            }
            touched = entries_of(records, digests_, plan, suppliers_written);
        });
    return summary;
}

}  // namespace furusato::application
