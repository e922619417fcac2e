#include "persistence/sql_donation_walk.hpp"

#include <algorithm>
#include <tuple>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationFilter;
using application::DonationOrder;

namespace {

constexpr std::size_t kListSize = 100;

const char* column_of(DonationOrder order)
{
    switch (order) {
        case DonationOrder::Number: return "d.id";
        case DonationOrder::ReceivedOn: return "d.received_on";
        case DonationOrder::AppliedOn: return "d.applied_on";
        case DonationOrder::Amount: return "d.amount_yen";
    }
    return "d.id";
}

bool is_by_day(DonationOrder order)
{
    return order == DonationOrder::ReceivedOn || order == DonationOrder::AppliedOn;
}

}  // namespace

DonationWalk::DonationWalk(Connection& connection, DonationFilter filter, const WalkSizes& sizes)
    : connection_{connection},
      filter_{std::move(filter)},
      sizes_{sizes},
      key_{column_of(filter_.order)},
      along_{where_without_search(filter_, connection, Indexes::MayNot)},
      is_bounded_{filter_.tax_year || filter_.received_from || filter_.received_through}
{
    start();
}

void DonationWalk::start()
{
    if (filter_.after) {
        Place place{filter_.order != DonationOrder::ReceivedOn || !filter_.after_value.empty(), 0, {},
            filter_.after->value};
        if (filter_.order == DonationOrder::Number) place.number = place.id;
        if (filter_.order == DonationOrder::Amount) place.number = std::atoll(filter_.after_value.c_str());
        if (is_by_day(filter_.order)) place.day = filter_.after_value;
        place_ = place;
    }
    if (is_searched(filter_)) return gather_found();
    if (!names_few(filter_)) return;
    gather(after_cursor(where_of(filter_, connection_)));
    sort_gathered();
}

std::optional<std::int64_t> DonationWalk::known_number() const
{
    if (stage_ == Stage::Gathered && donors_seen_.empty()) return static_cast<std::int64_t>(gathered_.size());
    return std::nullopt;
}

std::vector<std::int64_t> DonationWalk::next(std::size_t wanted)
{
    std::vector<std::int64_t> ids;
    while (ids.size() < wanted && stage_ != Stage::End) {
        switch (stage_) {
            case Stage::Windows: walk_window(wanted - ids.size(), ids); break;
            case Stage::Gathered: give_gathered(wanted - ids.size(), ids); break;
            case Stage::Donors: gather_next_donors(); break;
            case Stage::End: break;
        }
    }
    return ids;
}

// ---- along the index of the order

/// The part of the index that the filter leaves.
Where DonationWalk::within(Where where) const
{
    const auto add = [&](const char* sign, const Value& value) {
        where.add(std::string{key_} + " " + sign + " ?", {value});
    };
    const auto between = [&](const auto& from, const auto& through) {
        if (from) add(">=", Value{from->iso()});
        if (through) add("<=", Value{through->iso()});
    };
    if (filter_.order == DonationOrder::ReceivedOn) {
        if (place_ && !place_->has_value)
            where.add("d.received_on IS NULL", {});
        else
            add(">", Value{std::string{}});  // those without a day come later
        between(filter_.received_from, filter_.received_through);
        if (filter_.tax_year) {
            add(">=", Value{domain::Date{*filter_.tax_year, 1, 1}.iso()});
            add("<=", Value{domain::Date{*filter_.tax_year, 12, 31}.iso()});
        }
    }
    if (filter_.order == DonationOrder::AppliedOn) between(filter_.applied_from, filter_.applied_through);
    if (filter_.order == DonationOrder::Amount) {
        if (filter_.amount_from) add(">=", Value{filter_.amount_from->amount()});
        if (filter_.amount_through) add("<=", Value{filter_.amount_through->amount()});
    }
    return where;
}

std::string DonationWalk::select_places() const
{
    return std::string{"SELECT d.id AS id, "} + key_ + " AS place";
}

Value DonationWalk::value_of(const Place& place) const
{
    return is_by_day(filter_.order) ? Value{place.day} : Value{place.number};
}

void DonationWalk::begin_after(Where& where, const Place& place) const
{
    const std::string sign = filter_.descending ? " <" : " >";
    if (!place.has_value) return where.add("d.id" + sign + " ?", {place.id});
    // The first condition is where the index is entered.
    where.add(key_ + sign + "= ? AND (" + key_ + sign + " ? OR d.id" + sign + " ?)",
        {value_of(place), value_of(place), place.id});
}

void DonationWalk::end_with(Where& where, const Place& place) const
{
    const std::string sign = filter_.descending ? " >" : " <";
    if (!place.has_value) return where.add("d.id" + sign + "= ?", {place.id});
    where.add(key_ + sign + "= ? AND (" + key_ + sign + " ? OR d.id" + sign + "= ?)",
        {value_of(place), value_of(place), place.id});
}

std::string DonationWalk::order_sql() const
{
    const std::string direction = filter_.descending ? " DESC" : "";
    const std::string by_id = "d.id" + direction;
    const bool has_value = !place_ || place_->has_value;
    return " ORDER BY " +
           (filter_.order == DonationOrder::Number || !has_value ? by_id : key_ + direction + ", " + by_id);
}

DonationWalk::Place DonationWalk::place_of(const Row& row) const
{
    Place place{!row.is_null("place"), 0, {}, row.integer("id")};
    if (is_by_day(filter_.order))
        place.day = row.text("place");
    else
        place.number = row.integer("place");
    return place;
}

std::vector<DonationWalk::Place> DonationWalk::read(
    const Where& where, std::int64_t limit, std::int64_t offset)
{
    std::vector<Place> places;
    Connection::Values values = where.values;
    append(values, limit, offset);
    connection_.for_each_row(select_places() + where.from() + order_sql() + " LIMIT ? OFFSET ?", values,
        [&](const Row& row) { places.push_back(place_of(row)); });
    return places;
}

void DonationWalk::open_window()
{
    Where edges = within({});
    if (place_) begin_after(edges, *place_);
    // A small one first: what many have is found there, and a look at each of many donations costs.
    const std::size_t window = windows_ == 0 ? std::max<std::size_t>(1, sizes_.window / 10) : sizes_.window;
    const auto ends = read(edges, 1, static_cast<std::int64_t>(window) - 1);
    window_end_ = ends.empty() ? std::nullopt : std::optional{ends.front()};
    is_window_open_ = true;
}

void DonationWalk::walk_window(std::size_t wanted, std::vector<std::int64_t>& ids)
{
    if (!is_window_open_) open_window();
    Where where = within(along_);
    if (place_) begin_after(where, *place_);
    if (window_end_) end_with(where, *window_end_);
    const auto found = read(where, static_cast<std::int64_t>(wanted));
    for (const Place& place : found) ids.push_back(place.id);
    hits_ += found.size();
    if (found.size() == wanted) {
        place_ = found.back();
        return;
    }
    is_window_open_ = false;
    if (!window_end_) return end_windows();
    place_ = window_end_;
    ++windows_;
    // A year is soon gathered; all years take longer.
    const std::size_t patience = is_bounded_ ? 1 : sizes_.patience;
    if (!to_the_end_ && windows_ >= patience && hits_ < windows_ * sizes_.fewest_hits) gather_rare();
}

void DonationWalk::end_windows()
{
    const bool goes_on =
        filter_.order == DonationOrder::ReceivedOn && !is_bounded_ && (!place_ || place_->has_value);
    if (!goes_on) {
        stage_ = Stage::End;
        return;
    }
    place_ = Place{false, 0, {}, filter_.descending ? INT64_MAX : -1};
}

// ---- gathered

/// What comes after the last one given, by a condition that needs no order.
Where DonationWalk::after_cursor(Where where) const
{
    if (!place_) return where;
    const std::string sign = filter_.descending ? " <" : " >";
    const std::string key = key_;
    if (!place_->has_value) {
        where.add("d.received_on IS NULL AND d.id" + sign + " ?", {place_->id});
    } else {
        const std::string later =
            filter_.order == DonationOrder::ReceivedOn ? " OR d.received_on IS NULL" : "";
        where.add("(" + key + sign + " ? OR (" + key + " = ? AND d.id" + sign + " ?)" + later + ")",
            {value_of(*place_), value_of(*place_), place_->id});
    }
    return where;
}

/// False when there are too many.
bool DonationWalk::gather(const Where& where)
{
    Connection::Values values = where.values;
    append(values, static_cast<std::int64_t>(sizes_.most_gathered + 1));
    connection_.for_each_row(select_places() + where.from() + " LIMIT ?", values,
        [&](const Row& row) { gathered_.push_back(place_of(row)); });
    return gathered_.size() <= sizes_.most_gathered;
}

/// Whether so few donations have the code that they can be looked at one by one.
bool is_rare(
    Connection& connection, const char* table, const char* column, const std::string& code, std::size_t most)
{
    const auto rows =
        connection.query(std::string{"SELECT COUNT(*) AS total FROM (SELECT s.donation_id FROM "} + table +
                             " s WHERE s." + column + " = ? LIMIT ?) few",
            {code, static_cast<std::int64_t>(most / 10 + 1)});
    return rows.front().integer("total") <= static_cast<std::int64_t>(most / 10);
}

/// Begins with the rarest that an index knows: a gift or a purpose of few, else the facts of each year.
void DonationWalk::gather_rare()
{
    const auto led_by = [&](const char* table, const char* column, const std::optional<std::string>& code) {
        if (!code || !is_rare(connection_, table, column, *code, sizes_.most_gathered)) return false;
        Where where = along_;
        where.add(
            std::string{"d.id IN (SELECT s.donation_id FROM "} + table + " s WHERE s." + column + " = ?)",
            {*code});
        gather(after_cursor(where));
        sort_gathered();
        return true;
    };
    if (led_by("gift_lines", "gift_code", filter_.gift)) return;
    if (led_by("donation_purposes", "purpose_code", filter_.purpose)) return;
    gather_years();
}

void DonationWalk::gather_years()
{
    bool fits = true;
    for_each_year(
        connection_, filter_, [&](const Where& where) { return fits = gather(after_cursor(where)); });
    if (fits) return sort_gathered();
    gathered_.clear();
    to_the_end_ = true;
}

void DonationWalk::sort_gathered()
{
    const auto rank = [](const Place& place) { return std::tie(place.number, place.day, place.id); };
    std::sort(gathered_.begin(), gathered_.end(), [&](const Place& left, const Place& right) {
        if (left.has_value != right.has_value) return left.has_value;
        return filter_.descending ? rank(right) < rank(left) : rank(left) < rank(right);
    });
    gathered_.erase(std::unique(gathered_.begin(), gathered_.end(),
                        [](const Place& left, const Place& right) { return left.id == right.id; }),
        gathered_.end());
    given_ = 0;
    stage_ = Stage::Gathered;
}

void DonationWalk::give_gathered(std::size_t wanted, std::vector<std::int64_t>& ids)
{
    for (; wanted > 0 && given_ < gathered_.size(); ++given_) {
        const std::int64_t id = gathered_[given_].id;
        if (skipped_until_ != 0) {
            if (id == skipped_until_) skipped_until_ = 0;
            continue;
        }
        ids.push_back(id);
        --wanted;
    }
    if (given_ == gathered_.size()) stage_ = donors_seen_.empty() ? Stage::End : Stage::Donors;
}

// ---- found by a search word

/// Donors behind a word in its order, from a position on.
std::vector<std::int64_t> donors_behind(
    Connection& connection, const domain::SearchTerm& term, std::int64_t limit, std::int64_t offset)
{
    std::vector<std::int64_t> donors;
    connection.for_each_row(
        "SELECT donor_id AS id FROM donor_terms WHERE kind = ? AND term >= ? AND term < ? ORDER BY kind, term, donor_id LIMIT ? OFFSET ?",
        {term.kind, term.text, term.text + kAfterAllLetters, limit, offset},
        [&](const Row& row) { donors.push_back(row.integer("id")); });
    return donors;
}

void DonationWalk::gather_donors(const std::vector<std::int64_t>& donors)
{
    const bool is_all = donors_seen_.empty();
    in_lists_of<std::int64_t>(kListSize, donors, [&](const Connection::Values& list) {
        const Where where = in_list(along_, "d.donor_id", list);
        gather(is_all ? after_cursor(where) : where);
    });
}

void DonationWalk::gather_numbers()
{
    if (filter_.order_numbers.empty()) return;
    const auto portals = portals_of(connection_);
    const bool is_all = donors_seen_.empty();
    const auto take = [&](const Where& where) { gather(is_all ? after_cursor(where) : where); };
    // The index on order numbers begins with the portal.
    if (!portals.empty())
        take(in_list(in_list(along_, "d.portal", {portals.begin(), portals.end()}), "d.portal_order_number",
            {filter_.order_numbers.begin(), filter_.order_numbers.end()}));
    const auto former = former_donations(connection_, filter_.order_numbers);
    if (!former.empty()) take(in_list(along_, "d.id", {former.begin(), former.end()}));
}

void DonationWalk::gather_found()
{
    std::vector<std::int64_t> donors;
    const auto most = static_cast<std::int64_t>(sizes_.most_donors);
    for (const auto& term : filter_.terms) {
        const auto behind = donors_behind(connection_, term, most + 1, 0);
        donors.insert(donors.end(), behind.begin(), behind.end());
    }
    std::sort(donors.begin(), donors.end());
    donors.erase(std::unique(donors.begin(), donors.end()), donors.end());
    if (donors.size() > sizes_.most_donors) {
        // Their order is that of the words: the cursor is found again by walking there.
        donors_seen_.insert(0);
        if (filter_.after) skipped_until_ = filter_.after->value;
    } else {
        gather_donors(donors);
    }
    gather_numbers();
    sort_gathered();
    if (!donors_seen_.empty()) {
        for (const Place& place : gathered_) given_by_number_.insert(place.id);
    }
}

void DonationWalk::gather_next_donors()
{
    gathered_.clear();
    std::vector<std::int64_t> donors;
    while (donors.empty() && term_ < filter_.terms.size()) {
        const auto most = static_cast<std::int64_t>(sizes_.most_donors);
        const auto behind = donors_behind(connection_, filter_.terms[term_], most, donors_passed_);
        donors_passed_ += static_cast<std::int64_t>(behind.size());
        for (const std::int64_t donor : behind) {
            if (donors_seen_.insert(donor).second) donors.push_back(donor);
        }
        if (static_cast<std::int64_t>(behind.size()) < most) {
            ++term_;
            donors_passed_ = 0;
        }
    }
    if (donors.empty()) {
        stage_ = Stage::End;
        return;
    }
    gather_donors(donors);
    std::erase_if(gathered_, [&](const Place& place) { return given_by_number_.count(place.id) != 0; });
    sort_gathered();
}

}  // namespace furusato::persistence
