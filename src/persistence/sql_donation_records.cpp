#include "persistence/sql_donation_filter.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationColumn;
using application::DonationFilter;

namespace {

// Up to here one statement answers; beyond it windows of ids keep memory flat on databases that buffer an answer.
constexpr std::int64_t kOneAnswer = 20'000;
constexpr std::int64_t kWindow = 20'000;
constexpr std::size_t kPage = 2'000;
constexpr std::size_t kListSize = 100;

/// Where a column's text comes from; parts of a donation are read apart, and a receipt's number is put together.
const char* expression_of(DonationColumn column)
{
    switch (column) {
        case DonationColumn::Number: return "d.number";
        case DonationColumn::Portal: return "d.portal";
        case DonationColumn::PortalOrderNumber: return "d.portal_order_number";
        case DonationColumn::State: return "d.state";
        case DonationColumn::AppliedOn: return "d.applied_on";
        case DonationColumn::PaidOn: return "d.paid_on";
        case DonationColumn::ReceivedOn: return "d.received_on";
        case DonationColumn::ReceivedRule: return "d.received_rule";
        case DonationColumn::EndedOn: return "d.ended_on";
        case DonationColumn::Amount: return "d.amount_yen";
        case DonationColumn::Points: return "d.points_yen";
        case DonationColumn::PaymentMethod: return "d.payment_method";
        case DonationColumn::DonorKind: return "d.donor_kind";
        case DonationColumn::Name: return "c.name";
        case DonationColumn::Kana: return "c.kana";
        case DonationColumn::PostalCode: return "c.postal_code";
        case DonationColumn::Prefecture: return "c.prefecture";
        case DonationColumn::City: return "c.city";
        case DonationColumn::Street: return "c.street";
        case DonationColumn::Building: return "c.building";
        case DonationColumn::Phone: return "c.phone";
        case DonationColumn::Mail: return "c.mail";
        case DonationColumn::BirthDate: return "c.birth_date";
        case DonationColumn::OneStop: return "d.one_stop_requested";
        case DonationColumn::NamePublication: return "d.name_publication";
        case DonationColumn::GiftWish: return "d.gift_wish";
        case DonationColumn::OnBehalfOf: return "d.on_behalf_of";
        case DonationColumn::Receipt: return "r.tax_year";
        case DonationColumn::Purposes:
        case DonationColumn::GiftCodes:
        case DonationColumn::GiftNames: return "NULL";
        case DonationColumn::FormerReceipt: return "f.receipt_number";
        case DonationColumn::Remark: return "d.remark";
        case DonationColumn::File: return "j.file_name";
        case DonationColumn::Line: return "d.file_line";
        case DonationColumn::Donor: return "d.donor_id";
    }
    return "NULL";
}

/// The statement that gives parts of donations as (donation_id, text), in order; nullptr for a column of the donation itself.
const char* parts_of(DonationColumn column)
{
    switch (column) {
        case DonationColumn::Purposes:
            return "SELECT donation_id AS id, written AS text FROM donation_purposes WHERE written <> '' AND donation_id IN (";
        case DonationColumn::GiftCodes:
            return "SELECT donation_id AS id, gift_code AS text FROM gift_lines WHERE gift_code <> '' AND donation_id IN (";
        case DonationColumn::GiftNames:
            return "SELECT donation_id AS id, gift_name AS text FROM gift_lines WHERE gift_name <> '' AND donation_id IN (";
        default: return nullptr;
    }
}

const char* order_of_parts(DonationColumn column)
{
    return column == DonationColumn::Purposes ? ") ORDER BY donation_id, purpose_number"
                                              : ") ORDER BY donation_id, line_number";
}

std::string select_records(const std::vector<DonationColumn>& columns, const Where& where)
{
    std::string sql = "SELECT d.id AS id, r.running_number AS running_number";
    for (std::size_t i = 0; i < columns.size(); ++i)
        sql += std::string{", "} + expression_of(columns[i]) + " AS cell" + std::to_string(i);
    return sql +
           " FROM donations d JOIN contacts c ON c.id = d.contact_id LEFT JOIN receipts r ON r.original_of = d.id "
           "LEFT JOIN former_records f ON f.donation_id = d.id LEFT JOIN import_jobs j ON j.id = d.job_id WHERE " +
           where.sql;
}

/// Some thousand records on their way, to be completed with their parts.
class Page {
public:
    Page(Connection& connection, const std::vector<DonationColumn>& columns)
        : connection_{connection}, columns_{columns}
    {}

    void add(const Row& row)
    {
        constexpr std::size_t kOwnCells = 2;  // id and running number
        ids_.push_back(row.integer("id"));
        const auto& cells = row.cells();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::string text = cells[kOwnCells + i].value_or("");
            if (columns_[i] == DonationColumn::Receipt && !text.empty())
                text += "-" + row.text("running_number");
            texts_.push_back(std::move(text));
        }
    }

    void visit(const std::function<void(const std::vector<std::string_view>&)>& visit)
    {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (parts_of(columns_[i]) != nullptr) add_parts(i);
        }
        std::vector<std::string_view> cells(columns_.size());
        for (std::size_t at = 0; at < ids_.size(); ++at) {
            for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = texts_[at * cells.size() + i];
            visit(cells);
        }
        ids_.clear();
        texts_.clear();
    }

private:
    void add_parts(std::size_t column)
    {
        const std::string sql =
            parts_of(columns_[column]) + placeholders(kListSize) + order_of_parts(columns_[column]);
        std::size_t at = 0;  // records and parts both come in order of id
        in_lists_of<std::int64_t>(kListSize, ids_, [&](const Connection::Values& list) {
            connection_.for_each_row(sql, list, [&](const Row& row) {
                while (ids_[at] != row.integer("id")) ++at;
                std::string& text = texts_[at * columns_.size() + column];
                text += (text.empty() ? "" : ",") + row.text("text");
            });
        });
    }

    Connection& connection_;
    const std::vector<DonationColumn>& columns_;
    std::vector<std::int64_t> ids_;
    std::vector<std::string> texts_;
};

}  // namespace

void SqlDonations::for_each_record(const DonationFilter& filter, const std::vector<DonationColumn>& columns,
    const std::function<void(const std::vector<std::string_view>&)>& visit)
{
    const Where where = where_of(filter, connection_);
    Page page{connection_, columns};
    // Parts are read when a statement is through: not every database runs two at a time.
    const auto run = [&](const std::string& sql, const Connection::Values& values) {
        bool goes_on = true;
        Connection::Values bound = values;
        std::int64_t after = 0;
        while (goes_on) {
            bound.resize(values.size());
            append(bound, after, static_cast<std::int64_t>(kPage));
            std::size_t rows = 0;
            connection_.for_each_row(sql + " AND d.id > ? ORDER BY d.id LIMIT ?", bound, [&](const Row& row) {
                page.add(row);
                after = row.integer("id");
                ++rows;
            });
            goes_on = rows == kPage;
            page.visit(visit);
        }
    };
    const std::string sql = select_records(columns, where);
    if (count(filter) <= kOneAnswer) return run(sql, where.values);
    const std::int64_t last =
        connection_.query("SELECT MAX(id) AS last FROM donations").front().integer("last");
    for (std::int64_t from = 0; from < last; from += kWindow) {
        Connection::Values values = where.values;
        append(values, from, from + kWindow);
        run(sql + " AND d.id > ? AND d.id <= ?", values);
    }
}

}  // namespace furusato::persistence
