#include "persistence/sql_donation_leads.hpp"

#include <functional>

namespace furusato::persistence {

using application::DonationFilter;

namespace {

/// Collects what may lead; each tells which part of the filter it stands for.
class Leads {
public:
    Leads(const DonationFilter& filter, Connection& connection) : filter_{filter}, connection_{connection} {}

    void add_fact(
        const char* column, const Value& value, const std::function<void(DonationFilter&)>& leave_out)
    {
        const std::string condition = std::string{"d."} + column + " = ?";
        add({"SELECT d.id AS id FROM donations d WHERE " + condition, {value}, condition}, leave_out);
    }

    void add_part(const char* table, const char* column, const std::optional<std::string>& code,
        const std::function<void(DonationFilter&)>& leave_out)
    {
        if (!code || code->empty()) return;
        add({std::string{"SELECT DISTINCT s.donation_id AS id FROM "} + table + " s WHERE s." + column +
                    " = ?",
                {*code}, {}},
            leave_out);
    }

    void add_days(const char* column, const std::optional<domain::Date>& from,
        const std::optional<domain::Date>& through, const std::function<void(DonationFilter&)>& leave_out)
    {
        if (!from && !through) return;
        const std::string day = std::string{"d."} + column;
        add({"SELECT d.id AS id FROM donations d WHERE " + day + " >= ? AND " + day + " <= ?",
                {from ? from->iso() : std::string{"0001-01-01"},
                    through ? through->iso() : std::string{"9999-12-31"}},
                {}},
            leave_out);
    }

    std::vector<Lead> take() { return std::move(leads_); }

private:
    void add(Lead lead, const std::function<void(DonationFilter&)>& leave_out)
    {
        DonationFilter others = filter_;
        leave_out(others);
        const Where where = where_of(others, connection_);
        lead.is_whole = where.values.empty() && where.sql == Where{}.sql && !where.needs_receipt;
        leads_.push_back(std::move(lead));
    }

    const DonationFilter& filter_;
    Connection& connection_;
    std::vector<Lead> leads_;
};

}  // namespace

std::vector<Lead> leads_of(const DonationFilter& filter, Connection& connection)
{
    Leads leads{filter, connection};
    if (filter.only_damaged_names)
        leads.add_fact(
            "name_damaged", std::int64_t{1}, [](DonationFilter& other) { other.only_damaged_names = false; });
    if (filter.prefecture)
        leads.add_fact(
            "prefecture", *filter.prefecture, [](DonationFilter& other) { other.prefecture.reset(); });
    if (filter.portal)
        leads.add_fact("portal", *filter.portal, [](DonationFilter& other) { other.portal.reset(); });
    if (filter.payment_method)
        leads.add_fact("payment_method", std::string{domain::key_of(*filter.payment_method)},
            [](DonationFilter& other) { other.payment_method.reset(); });
    if (filter.state)
        leads.add_fact("state", std::string{domain::key_of(*filter.state)},
            [](DonationFilter& other) { other.state.reset(); });
    leads.add_part("gift_lines", "gift_code", filter.gift, [](DonationFilter& other) { other.gift.reset(); });
    leads.add_part("donation_purposes", "purpose_code", filter.purpose,
        [](DonationFilter& other) { other.purpose.reset(); });
    leads.add_days("received_on", filter.received_from, filter.received_through, [](DonationFilter& other) {
        other.received_from.reset();
        other.received_through.reset();
    });
    leads.add_days("applied_on", filter.applied_from, filter.applied_through, [](DonationFilter& other) {
        other.applied_from.reset();
        other.applied_through.reset();
    });
    return leads.take();
}

std::int64_t count_up_to(Connection& connection, const Lead& lead, std::int64_t most)
{
    Connection::Values values = lead.values;
    append(values, most);
    return connection.query("SELECT COUNT(*) AS total FROM (" + lead.select + " LIMIT ?) few", values)
        .front()
        .integer("total");
}

std::optional<Lead> rarest(Connection& connection, const std::vector<Lead>& leads, std::int64_t most)
{
    std::optional<Lead> found;
    for (const Lead& lead : leads) {
        const std::int64_t count = count_up_to(connection, lead, most + 1);
        if (count > most) continue;
        found = lead;
        most = count - 1;  // only a rarer one is better
        if (most < 0) break;
    }
    return found;
}

Where led_by(Where where, const Lead& lead)
{
    where.sql += " AND d.id IN (" + lead.select + ")";
    where.values.insert(where.values.end(), lead.values.begin(), lead.values.end());
    return where;
}

}  // namespace furusato::persistence
