#include "persistence/sql_donation_walk.hpp"

#include <algorithm>
#include <tuple>

#include "furusato/domain/refusal.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationFilter;
using application::DonationOrder;

namespace {

const char* column_of(DonationOrder order)
{
    switch (order) {
        case DonationOrder::Entry: return "d.id";
        case DonationOrder::ReceivedOn: return "d.received_on";
        case DonationOrder::AppliedOn: return "d.applied_on";
        case DonationOrder::Amount: return "d.amount_yen";
        case DonationOrder::Number: return "d.number";  // fiscal year, then the running number
    }
    return "d.id";
}

bool is_by_text(DonationOrder order)
{
    return order != DonationOrder::Entry && order != DonationOrder::Amount;
}

}  // namespace

DonationWalk::DonationWalk(Connection& connection, DonationFilter filter, const WalkSizes& sizes)
    : connection_{connection},
      filter_{std::move(filter)},
      sizes_{sizes},
      key_{column_of(filter_.order)},
      along_{where_without_search(filter_, connection, Indexes::MayNot)},
      is_bounded_{filter_.tax_year || filter_.received_from || filter_.received_through},
      is_searched_{is_searched(filter_)}
{
    start();
}

void DonationWalk::start()
{
    if (filter_.after) {
        Place place{filter_.order != DonationOrder::ReceivedOn || !filter_.after_value.empty(), 0, {},
            filter_.after->value};
        if (filter_.order == DonationOrder::Entry) place.number = place.id;
        if (filter_.order == DonationOrder::Amount) place.number = std::atoll(filter_.after_value.c_str());
        if (is_by_text(filter_.order)) place.text = filter_.after_value;
        place_ = place;
    }
    if (is_searched_) return start_found();
    if (filter_.after_donor) throw domain::Refusal{domain::RefusalKind::Invalid, "list.cursor_lost"};
    if (names_few(filter_)) end_gathering(gather(after_cursor(where_of(filter_, connection_))));
}

std::optional<std::int64_t> DonationWalk::known_number() const
{
    if (stage_ == Stage::Gathered && !by_word_) return static_cast<std::int64_t>(gathered_.size());
    return std::nullopt;
}

std::vector<std::int64_t> DonationWalk::next(std::size_t wanted)
{
    std::vector<std::int64_t> ids;
    while (ids.size() < wanted && (stage_ != Stage::End || !waiting_.empty())) {
        if (!waiting_.empty()) {
            ids.push_back(waiting_.front());
            waiting_.pop_front();
            continue;
        }
        switch (stage_) {
            case Stage::Windows: walk_window(wanted - ids.size(), ids); break;
            case Stage::Gathered: give_gathered(wanted - ids.size(), ids); break;
            case Stage::Donors:
                // Cursors among the numbers and at words are not the same: no page holds both.
                if (!is_at_words_ && !ids.empty()) return ids;
                gather_next_donors();
                break;
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
    return std::string{"SELECT d.id AS id, "} + key_ + " AS place" +
           (is_searched_ ? ", d.donor_id AS donor" : "");
}

Value DonationWalk::value_of(const Place& place) const
{
    return is_by_text(filter_.order) ? Value{place.text} : Value{place.number};
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
           (filter_.order == DonationOrder::Entry || !has_value ? by_id : key_ + direction + ", " + by_id);
}

DonationWalk::Place DonationWalk::place_of(const Row& row) const
{
    Place place{!row.is_null("place"), 0, {}, row.integer("id")};
    if (is_by_text(filter_.order))
        place.text = row.text("place");
    else
        place.number = row.integer("place");
    if (is_searched_) place.donor = row.integer("donor");
    return place;
}

void DonationWalk::open_window()
{
    Where edges = within({});
    if (place_) begin_after(edges, *place_);
    // A small one first: what many have is found there, and a look at each of many donations costs.
    const std::size_t window = windows_ == 0 ? std::max<std::size_t>(1, sizes_.window / 10) : sizes_.window;
    append(edges.values, static_cast<std::int64_t>(window) - 1);
    window_end_.reset();
    // Without the donor the index alone answers.
    connection_.for_each_row(std::string{"SELECT d.id AS id, "} + key_ + " AS place, 0 AS donor" +
                                 edges.from() + order_sql() + " LIMIT 1 OFFSET ?",
        edges.values, [&](const Row& row) { window_end_ = place_of(row); });
    is_window_open_ = true;
}

void DonationWalk::walk_window(std::size_t wanted, std::vector<std::int64_t>& ids)
{
    if (!is_window_open_) open_window();
    Where where = within(along_);
    if (place_) begin_after(where, *place_);
    if (window_end_) end_with(where, *window_end_);
    append(where.values, is_picked_ ? INT64_MAX : static_cast<std::int64_t>(wanted));
    std::size_t taken = 0;
    std::optional<Place> last;
    connection_.for_each_row(
        select_places() + where.from() + order_sql() + " LIMIT ?", where.values, [&](const Row& row) {
            last = place_of(row);
            if (is_picked_ && !is_found(last->id, last->donor)) return;
            if (taken++ < wanted)
                ids.push_back(last->id);
            else
                waiting_.push_back(last->id);
        });
    hits_ += taken;
    if (!is_picked_ && taken == wanted) {
        place_ = last;
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
    return gather(where, static_cast<std::int64_t>(sizes_.most_gathered + 1)) &&
           gathered_.size() <= sizes_.most_gathered;
}

/// False when more rows than the limit may be there.
bool DonationWalk::gather(const Where& where, std::int64_t limit)
{
    Connection::Values values = where.values;
    append(values, limit);
    std::int64_t looked_at = 0;
    connection_.for_each_row(select_places() + where.from() + " LIMIT ?", values, [&](const Row& row) {
        ++looked_at;
        const Place place = place_of(row);
        if (!is_picked_ || is_found(place.id, place.donor)) gathered_.push_back(place);
    });
    return looked_at < limit;
}

/// Gives what was gathered; where it is too much, walks on to the end.
bool DonationWalk::end_gathering(bool fits)
{
    if (fits) {
        sort_gathered();
    } else {
        gathered_.clear();
        to_the_end_ = true;
    }
    return fits;
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

/// Begins with the rarest that an index knows: donors of a word, a gift or a purpose of few, else the facts of each year.
void DonationWalk::gather_rare()
{
    if (is_picked_ && donors_.size() <= sizes_.most_gathered / 10) {
        end_gathering(gather_donors());
        return;
    }
    const auto led_by = [&](const char* table, const char* column, const std::optional<std::string>& code) {
        if (!code || code->empty() || !is_rare(connection_, table, column, *code, sizes_.most_gathered))
            return false;
        Where where = along_;
        where.add(
            std::string{"d.id IN (SELECT s.donation_id FROM "} + table + " s WHERE s." + column + " = ?)",
            {*code});
        end_gathering(gather(after_cursor(where)));
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
    end_gathering(fits);
}

void DonationWalk::sort_gathered()
{
    const auto rank = [](const Place& place) { return std::tie(place.number, place.text, place.id); };
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
    for (; wanted > 0 && given_ < gathered_.size(); ++given_, --wanted) ids.push_back(gathered_[given_].id);
    if (given_ == gathered_.size()) stage_ = by_word_ ? Stage::Donors : Stage::End;
}

}  // namespace furusato::persistence
