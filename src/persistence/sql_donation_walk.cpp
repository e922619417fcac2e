#include "persistence/sql_donation_walk.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

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
    const bool is_all_gathered = !gathered_.empty() || stage_ == Stage::Gathered;
    if (!is_all_gathered || by_word_) return std::nullopt;
    return static_cast<std::int64_t>(walked_ + gathered_.size());
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

/// The values between which the filter and the last place leave the index of the order.
DonationWalk::Stretch DonationWalk::stretch() const
{
    Stretch found;
    const auto from = [&](const Value& value) {
        if (!found.from || *found.from < value) found.from = value;
    };
    const auto through = [&](const Value& value) {
        if (!found.through || value < *found.through) found.through = value;
    };
    const auto days = [&](const std::optional<domain::Date>& first, const std::optional<domain::Date>& last) {
        if (first) from(first->iso());
        if (last) through(last->iso());
    };
    if (filter_.order == DonationOrder::ReceivedOn) {
        days(filter_.received_from, filter_.received_through);
        if (filter_.tax_year)
            days(domain::Date{*filter_.tax_year, 1, 1}, domain::Date{*filter_.tax_year, 12, 31});
    }
    if (filter_.order == DonationOrder::AppliedOn) days(filter_.applied_from, filter_.applied_through);
    if (filter_.order == DonationOrder::Amount) {
        if (filter_.amount_from) from(filter_.amount_from->amount());
        if (filter_.amount_through) through(filter_.amount_through->amount());
    }
    if (place_ && place_->has_value)
        filter_.descending ? through(value_of(*place_)) : from(value_of(*place_));
    if (window_end_ && window_end_->has_value)
        filter_.descending ? from(value_of(*window_end_)) : through(value_of(*window_end_));
    return found;
}

/// The part of the index that is still to be walked, from the last place to the end of the window. One bound on either side: of several SQLite
/// takes one to enter the index, and not the closest.
Where DonationWalk::within(Where where) const
{
    const bool is_by_day = filter_.order == DonationOrder::ReceivedOn;
    if (is_by_day && place_ && !place_->has_value) {
        where.add("d.received_on IS NULL", {});
    } else {
        const Stretch left = stretch();
        if (left.from) where.add(std::string{key_} + " >= ?", {*left.from});
        if (left.through) where.add(std::string{key_} + " <= ?", {*left.through});
        // Those without a day come later.
        if (is_by_day && !left.from && !left.through) where.add("d.received_on > ?", {std::string{}});
    }
    if (lead_) where.add(lead_->condition, {lead_->values.front()});
    if (place_) begin_after(where, *place_);
    if (window_end_) end_with(where, *window_end_);
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
    if (!place.has_value || filter_.order == DonationOrder::Entry)
        return where.add("d.id" + sign + " ?", {place.id});
    where.add(std::string{"("} + key_ + sign + " ? OR d.id" + sign + " ?)", {value_of(place), place.id});
}

void DonationWalk::end_with(Where& where, const Place& place) const
{
    const std::string sign = filter_.descending ? " >" : " <";
    if (!place.has_value || filter_.order == DonationOrder::Entry)
        return where.add("d.id" + sign + "= ?", {place.id});
    where.add(std::string{"("} + key_ + sign + " ? OR d.id" + sign + "= ?)", {value_of(place), place.id});
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
    window_end_.reset();
    Where edges = within({});
    // A small one first: what many have is found there, and a look at each of many donations costs.
    const std::size_t window = windows_ == 0 ? std::max<std::size_t>(1, sizes_.window / 10) : sizes_.window;
    append(edges.values, static_cast<std::int64_t>(window) - 1);
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
    place_ = std::exchange(window_end_, std::nullopt);
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

/// Begins with the rarest that an index knows: donors of a word, a fact, a gift, a purpose or days of few, else the facts of each year.
void DonationWalk::gather_rare()
{
    if (is_picked_ && donors_.size() <= sizes_.most_gathered / 10) {
        end_gathering(gather_donors());
        return;
    }
    const auto leads = leads_of(filter_, connection_);
    const auto few = rarest(connection_, leads, static_cast<std::int64_t>(sizes_.most_gathered / 10));
    if (filter_.order == DonationOrder::Entry && !is_picked_) {
        // Their index gives them in this order: nothing need be gathered.
        if (few) {
            along_ = led_by(std::move(along_), *few);
            is_window_open_ = to_the_end_ = true;
            return;
        }
        const auto in_order = std::find_if(
            leads.begin(), leads.end(), [](const Lead& lead) { return !lead.condition.empty(); });
        if (in_order != leads.end()) lead_ = *in_order;
        to_the_end_ = lead_ && lead_->is_whole;
        if (to_the_end_) return;
    }
    if (few) {
        end_gathering(gather(after_cursor(led_by(along_, *few))));
        return;
    }
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
    walked_ = hits_;
    stage_ = Stage::Gathered;
}

void DonationWalk::give_gathered(std::size_t wanted, std::vector<std::int64_t>& ids)
{
    for (; wanted > 0 && given_ < gathered_.size(); ++given_, --wanted) ids.push_back(gathered_[given_].id);
    if (given_ == gathered_.size()) stage_ = by_word_ ? Stage::Donors : Stage::End;
}

}  // namespace furusato::persistence
