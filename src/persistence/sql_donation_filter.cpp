#include "persistence/sql_donation_filter.hpp"

#include <set>
#include <vector>

#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/gift.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationFilter;

// Found by jumping along the index instead of reading it.
std::vector<std::string> portals_of(Connection& connection)
{
    std::vector<std::string> portals;
    // One look into the index for each: as one statement MariaDB would read the whole index for every portal.
    for (std::string last;;) {
        const auto next =
            connection.query("SELECT MIN(portal) AS portal FROM donations WHERE portal > ?", {last});
        if (next.front().is_null("portal")) break;
        last = next.front().text("portal");
        portals.push_back(last);
    }
    return portals;
}

// Asked apart, as databases use one index per OR.
std::vector<std::int64_t> former_donations(Connection& connection, const std::vector<std::string>& numbers)
{
    std::set<std::int64_t> ids;
    Connection::Values values;
    for (const auto& number : numbers) {
        if (!number.empty()) values.emplace_back(number);
    }
    if (values.empty()) return {};
    for (const char* column : {"number", "receipt_number"}) {
        connection.for_each_row(std::string{"SELECT donation_id AS id FROM former_records WHERE "} + column +
                                    " IN (" + placeholders(values.size()) + ") LIMIT 1000",
            values, [&](const Row& row) { ids.insert(row.integer("id")); });
    }
    return {ids.begin(), ids.end()};
}

std::string like_pattern(const std::string& text)
{
    std::string pattern = "%";
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '!') pattern += '!';
        pattern += letter;
    }
    return pattern + "%";
}

namespace {

void add_search(Where& where, const std::string& search, const std::string& as_typed)
{
    const std::string pattern = like_pattern(search);
    // Numbers are typed with hyphens and kept without; order numbers are typed in small letters.
    std::string phone;
    std::string upper = search;
    for (char& letter : upper) {
        if (letter >= '0' && letter <= '9') phone += letter;
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    const bool is_phone = search.find_first_not_of("0123456789-+()") == std::string::npos && !phone.empty();
    where.add(
        // SQLite's LIKE overlooks the case of ASCII letters, MySQL's does not.
        "(d.number = ? OR d.portal_order_number IN (?, ?)"
        " OR LOWER(REPLACE(REPLACE(c.name, '　', ''), ' ', '')) LIKE LOWER(?) ESCAPE '!'"
        " OR LOWER(REPLACE(REPLACE(c.name, '　', ''), ' ', '')) LIKE LOWER(?) ESCAPE '!'"
        " OR LOWER(REPLACE(REPLACE(c.kana, '　', ''), ' ', '')) LIKE LOWER(?) ESCAPE '!'"
        " OR LOWER(c.mail) LIKE LOWER(?) ESCAPE '!' OR c.phone LIKE ? ESCAPE '!')",
        {search, search, upper, pattern, like_pattern(as_typed), pattern, pattern,
            is_phone ? like_pattern(phone) : pattern});
}

/// Answered from indexes, whatever the size of the ledger.
void add_found(Where& where, const DonationFilter& filter, Connection& connection)
{
    std::string either;
    for (const auto& term : filter.terms) {
        either += either.empty() ? "" : " OR ";
        either +=
            "d.donor_id IN (SELECT donor_id FROM donor_terms WHERE kind = ? AND term >= ? AND term < ?)";
        append(where.values, term.kind, term.text, term.text + kAfterAllLetters);
    }
    // The index on order numbers begins with the portal.
    const auto portals = portals_of(connection);
    if (!filter.order_numbers.empty() && !portals.empty()) {
        either += either.empty() ? "" : " OR ";
        either += "(d.portal IN (" + placeholders(portals.size()) + ") AND d.portal_order_number IN (" +
                  placeholders(filter.order_numbers.size()) + "))";
        for (const auto& portal : portals) where.values.emplace_back(portal);
        for (const auto& number : filter.order_numbers) where.values.emplace_back(number);
        const auto moved_in = former_donations(connection, filter.order_numbers);
        if (!moved_in.empty()) either += " OR d.id IN (" + placeholders(moved_in.size()) + ")";
        for (const std::int64_t id : moved_in) where.values.emplace_back(id);
    }
    where.sql += " AND (" + (either.empty() ? "1 = 0" : either) + ")";
}

constexpr auto kGiftOnItsWay =
    "EXISTS (SELECT 1 FROM gift_lines g WHERE g.donation_id = d.id AND g.shipping_state <> 'cancelled' "
    "AND (g.gift_code <> '' OR g.gift_name <> '') AND NOT EXISTS (SELECT 1 FROM gift_versions v "
    "WHERE v.id = g.gift_version_id AND v.category = ? AND v.cost_yen = 0))";
/// The address that clerks recorded for the day of the application.
constexpr auto kRecordedAddress =
    "EXISTS (SELECT 1 FROM donor_addresses a WHERE a.donor_id = d.donor_id AND a.kind = 'registered' "
    "AND a.valid_from <= d.applied_on AND (a.valid_to IS NULL OR a.valid_to >= d.applied_on)";

/// An address that lies in the city, of the columns of `alias`.
std::string in_the_city(Connection::Values& values, const std::string& alias, const domain::CityName& name)
{
    std::string sql = alias + ".city LIKE ? ESCAPE '!'";
    values.emplace_back(like_pattern(name.city).substr(1));
    if (name.prefecture.empty()) return sql;
    values.emplace_back(name.prefecture);
    return sql + " AND " + alias + ".prefecture IN (?, '')";
}

/// The same judgement as domain::LocalResidentRule, for lists.
std::string is_resident(Connection::Values& values, const std::vector<domain::CityName>& names)
{
    std::string either;
    for (const auto& name : names) {
        if (name.city.empty()) continue;
        append(values, name.from.iso(), name.until ? name.until->iso() : std::string{"9999-12-31"});
        either += either.empty() ? "" : " OR ";
        either += std::string{"(d.applied_on >= ? AND d.applied_on < ? AND ("} + kRecordedAddress + " AND " +
                  in_the_city(values, "a", name);
        either +=
            std::string{") OR (NOT "} + kRecordedAddress + ") AND " + in_the_city(values, "c", name) + ")))";
    }
    return either.empty() ? "1 = 0" : either;
}

void add_resident_gifts(Where& where, const std::vector<domain::CityName>& names)
{
    where.needs_contact = true;
    where.values.emplace_back(std::string{domain::kNoGiftCategory});
    where.sql += std::string{" AND "} + kGiftOnItsWay + " AND (" + is_resident(where.values, names) + ")";
}

/// The same judgement as domain::CorporateScheme, for lists; what was cancelled or refunded is nothing to ask about.
void add_corporate_scheme(Where& where, const DonationFilter& filter)
{
    where.needs_contact = true;
    where.sql +=
        " AND d.donor_kind = 'corporation' AND d.state IN ('applied', 'awaiting_payment', 'received') AND (1 = 0";
    for (const auto& rule : filter.corporate_scheme) {
        where.sql += " OR (d.applied_on >= ? AND d.applied_on <= ? AND d.amount_yen >= ?)";
        append(where.values, rule.from.iso(), rule.through.iso(), rule.minimum.amount());
    }
    where.sql += ") AND NOT (" + is_resident(where.values, filter.city_names) + ")";
}

/// Open operations are few: their numbers cost less than a look at the operation of every donation.
void leave_out_unfinished(Where& where, Connection& connection, const std::string& d)
{
    Connection::Values open;
    connection.for_each_row("SELECT id AS id FROM operations WHERE state = 'open' ORDER BY id", {},
        [&](const Row& row) { open.emplace_back(row.integer("id")); });
    if (open.empty()) return;
    where.sql += " AND " + d + "created_by NOT IN (" + placeholders(open.size()) + ")";
    where.values.insert(where.values.end(), open.begin(), open.end());
}

/// What an import brought by mistake is shown only to whoever asks for it; the index of facts knows whether there is any.
void leave_out_withdrawn(
    Where& where, const DonationFilter& filter, Connection& connection, const std::string& d)
{
    if (filter.state || filter.number) return;
    const std::string withdrawn{domain::key_of(domain::DonationState::Withdrawn)};
    const bool is_any =
        !connection
             .query("SELECT id FROM donations WHERE fiscal_year IS NULL AND state = ? LIMIT 1", {withdrawn})
             .empty();
    if (is_any) where.add(d + "state <> ?", {withdrawn});
}

/// In the days of a portal in which somebody has a duty.
std::string in_span(Connection::Values& values, const application::DutySpan& span, const std::string& d)
{
    append(values, span.portal, span.from.iso());
    std::string sql = "(" + d + "portal = ? AND COALESCE(d.received_on, d.applied_on) >= ?";
    if (span.until) {
        sql += " AND COALESCE(d.received_on, d.applied_on) < ?";
        values.emplace_back(span.until->iso());
    }
    return sql + ")";
}

void add_duties(Where& where, const DonationFilter& filter, const std::string& d)
{
    for (const auto& span : filter.outside) where.sql += " AND NOT " + in_span(where.values, span, d);
    if (!filter.within) return;
    std::string either = "1 = 0";
    for (const auto& span : *filter.within) either += " OR " + in_span(where.values, span, d);
    where.sql += " AND (" + either + ")";
}

void add_persons(
    Where& where, const DonationFilter& filter, const std::string& d, const std::string& of_prefecture)
{
    if (filter.terms.empty() && filter.order_numbers.empty() && !filter.search.empty()) {
        where.needs_contact = true;
        add_search(
            where, filter.search, filter.search_as_typed.empty() ? filter.search : filter.search_as_typed);
    }
    if (filter.donor) where.add(d + "donor_id = ?", {filter.donor->value});
    if (!filter.left_out.empty()) {
        where.sql += " AND " + d + "donor_id NOT IN (" + placeholders(filter.left_out.size()) + ")";
        for (const auto donor : filter.left_out) where.values.emplace_back(donor.value);
    }
    if (filter.prefecture) where.add(of_prefecture + "prefecture = ?", {*filter.prefecture});
}

void add_days(Where& where, const DonationFilter& filter, const std::string& d)
{
    if (filter.received_from) where.add(d + "received_on >= ?", {filter.received_from->iso()});
    if (filter.received_through) where.add(d + "received_on <= ?", {filter.received_through->iso()});
    if (filter.applied_from) where.add(d + "applied_on >= ?", {filter.applied_from->iso()});
    if (filter.applied_through) where.add(d + "applied_on <= ?", {filter.applied_through->iso()});
}

/// What stands in tables of its own: along a walk it is looked up donation by donation, else its index may lead.
void add_parts(Where& where, const DonationFilter& filter, Indexes indexes)
{
    const auto add = [&](const char* table, const char* column, const std::string& code) {
        const std::string of = std::string{" FROM "} + table + " s WHERE s." + column + " = ?";
        if (code.empty())  // none at all
            where.add(std::string{"NOT EXISTS (SELECT 1 FROM "} + table + " s WHERE s." + column +
                          " <> '' AND s.donation_id = d.id)",
                {});
        else if (indexes == Indexes::May)
            where.add("d.id IN (SELECT s.donation_id" + of + ")", {code});
        else
            where.add("EXISTS (SELECT 1" + of + " AND s.donation_id = d.id)", {code});
    };
    if (filter.purpose) add("donation_purposes", "purpose_code", *filter.purpose);
    if (filter.gift) add("gift_lines", "gift_code", *filter.gift);
    if (filter.receipt) {
        where.needs_receipt = true;
        where.add("r.tax_year = ? AND r.running_number = ?",
            {std::int64_t{filter.receipt->first}, filter.receipt->second});
    }
    if (filter.gift_wish) where.add("d.gift_wish = ?", {std::string{domain::key_of(*filter.gift_wish)}});
    if (filter.on_behalf_of && filter.on_behalf_of->empty()) where.add("d.on_behalf_of <> ''", {});
    if (filter.on_behalf_of && !filter.on_behalf_of->empty())
        where.add("d.on_behalf_of = ?", {*filter.on_behalf_of});
    if (filter.only_unsettled)
        where.add(
            "d.state = 'received' AND NOT EXISTS (SELECT 1 FROM payments y WHERE y.donation_id = d.id AND y.state = 'matched')",
            {});
    if (filter.only_unreceipted) {
        where.needs_receipt = true;
        where.add("r.id IS NULL", {});
        // One of a former system is a receipt, too.
        where.add(
            "NOT EXISTS (SELECT 1 FROM former_records o WHERE o.donation_id = d.id AND o.receipt_number <> '')",
            {});
    }
}

}  // namespace

Where where_without_search(const DonationFilter& filter, Connection& connection, Indexes indexes)
{
    Where where;
    // A plus makes an expression of the column, which no index answers.
    const std::string d = indexes == Indexes::May ? "d." : "+d.";
    // The index of facts goes by year, state, portal, payment method and prefecture: those that follow one another lead.
    bool leads = indexes == Indexes::OfFacts;
    const auto fact = [&](bool is_asked) {
        leads = leads && is_asked;
        return leads ? std::string{"d."} : d;
    };
    const std::string state = fact(filter.state.has_value());
    const std::string portal = fact(filter.portal.has_value());
    const std::string payment_method = fact(filter.payment_method.has_value());
    const std::string prefecture = fact(filter.prefecture.has_value());
    leave_out_unfinished(where, connection, d);
    leave_out_withdrawn(where, filter, connection, d);
    add_persons(where, filter, d, prefecture);
    if (filter.number) where.add("d.number = ?", {*filter.number});
    if (filter.portal) where.add(portal + "portal = ?", {*filter.portal});
    if (filter.state) where.add(state + "state = ?", {std::string{domain::key_of(*filter.state)}});
    if (filter.payment_method)
        where.add(
            payment_method + "payment_method = ?", {std::string{domain::key_of(*filter.payment_method)}});
    add_days(where, filter, d);
    add_duties(where, filter, d);
    if (filter.tax_year) where.add(d + "tax_year = ?", {std::int64_t{*filter.tax_year}});
    if (filter.amount_from) where.add(d + "amount_yen >= ?", {filter.amount_from->amount()});
    if (filter.amount_through) where.add(d + "amount_yen <= ?", {filter.amount_through->amount()});
    if (filter.only_one_stop) where.add(d + "one_stop_requested = 1", {});
    if (filter.only_damaged_names) where.add(d + "name_damaged = 1", {});
    add_parts(where, filter, indexes);
    if (filter.only_resident_gifts) add_resident_gifts(where, filter.city_names);
    if (filter.only_corporate_scheme) add_corporate_scheme(where, filter);
    return where;
}

Where where_of(const DonationFilter& filter, Connection& connection, Indexes indexes)
{
    Where where = where_without_search(filter, connection, indexes);
    if (!filter.terms.empty() || !filter.order_numbers.empty()) add_found(where, filter, connection);
    return where;
}

std::string Where::from() const
{
    std::string from = " FROM donations d";
    if (needs_contact) from += " JOIN contacts c ON c.id = d.contact_id";
    if (needs_receipt) from += " LEFT JOIN receipts r ON r.original_of = d.id";
    return from + " WHERE " + sql;
}

bool is_searched(const DonationFilter& filter)
{
    return !filter.terms.empty() || !filter.order_numbers.empty();
}

bool names_few(const DonationFilter& filter)
{
    return filter.number || filter.receipt || filter.donor;
}

Where in_list(Where where, const char* column, const Connection::Values& list)
{
    where.sql += std::string{" AND "} + column + " IN (" + placeholders(list.size()) + ")";
    where.values.insert(where.values.end(), list.begin(), list.end());
    return where;
}

std::optional<std::int64_t> edge(Connection& connection, const char* function, const char* column)
{
    const auto rows = connection.query(
        std::string{"SELECT "} + function + "(d." + column + ") AS edge FROM donations d", {});
    if (rows.front().is_null("edge")) return std::nullopt;
    return rows.front().integer("edge");
}

namespace {

/// First and last fiscal year that the filter can leave, as far as it tells.
std::pair<std::int64_t, std::int64_t> years_of(Connection& connection, const DonationFilter& filter)
{
    std::int64_t first = edge(connection, "MIN", "fiscal_year").value_or(1);
    std::int64_t last = edge(connection, "MAX", "fiscal_year").value_or(0);
    if (filter.tax_year) {
        first = std::max<std::int64_t>(first, *filter.tax_year - 1);
        last = std::min<std::int64_t>(last, *filter.tax_year);
    }
    const auto year = [](const domain::Date& day) {
        return std::int64_t{domain::FiscalYear::of(day).value()};
    };
    if (filter.received_from) first = std::max(first, year(*filter.received_from));
    if (filter.received_through) last = std::min(last, year(*filter.received_through));
    return {first, last};
}

}  // namespace

void for_each_year(
    Connection& connection, const DonationFilter& filter, const std::function<bool(const Where&)>& visit)
{
    const Where where = where_of(filter, connection, Indexes::OfFacts);
    const auto [first, last] = years_of(connection, filter);
    for (std::int64_t year = first; year <= last; ++year) {
        Where of_year = where;
        of_year.add("d.fiscal_year = ?", {year});
        if (!visit(of_year)) return;
    }
    if (filter.tax_year || filter.received_from || filter.received_through) return;
    Where without = where;
    without.add("d.fiscal_year IS NULL", {});
    visit(without);
}

}  // namespace furusato::persistence
