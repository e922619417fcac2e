#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "persistence/sql_donation_filter.hpp"

namespace furusato::persistence {

/// When a walk becomes something else.
struct WalkSizes {
    std::size_t window = 20'000;          // donations looked at in one go
    std::size_t patience = 3;             // windows before asking whether there are few
    std::size_t fewest_hits = 20;         // in a window, else there are few
    std::size_t most_gathered = 200'000;  // more are no longer few: about 10 MB
    std::size_t most_donors = 300;        // found by a word and gathered at once
};

/// Walks through what a filter leaves, in its order and from its cursor on, and reads little beyond what is asked for.
///
/// What many donations have is found by walking along the index of the order and looking at each. What few have would be a long walk: it
/// is gathered from the index of facts, year by year, and sorted. Which of the two it is shows after some windows. What a search word
/// found is gathered by donor; where very many donors begin with the word, in the order of the words.
class DonationWalk {
public:
    DonationWalk(Connection& connection, application::DonationFilter filter, const WalkSizes& sizes = {});

    /// Numbers of the next donations, at most `wanted`; none at the end.
    std::vector<std::int64_t> next(std::size_t wanted);
    /// How many there are from the cursor on, if that is known already.
    std::optional<std::int64_t> known_number() const;

private:
    /// Where a donation stands in the order.
    struct Place {
        bool has_value = true;  // no day of receipt: last
        std::int64_t number = 0;
        std::string day;
        std::int64_t id = 0;
    };
    enum class Stage { Windows, Gathered, Donors, End };

    void start();
    Where within(Where where) const;
    void begin_after(Where& where, const Place& place) const;
    void end_with(Where& where, const Place& place) const;
    Where after_cursor(Where where) const;
    std::string order_sql() const;
    Value value_of(const Place& place) const;
    std::string select_places() const;
    Place place_of(const Row& row) const;
    std::vector<Place> read(const Where& where, std::int64_t limit, std::int64_t offset = 0);

    void open_window();
    void walk_window(std::size_t wanted, std::vector<std::int64_t>& ids);
    void end_windows();
    bool gather(const Where& where);
    void gather_rare();
    void gather_years();
    void gather_donors(const std::vector<std::int64_t>& donors);
    void gather_numbers();
    void gather_found();
    void gather_next_donors();
    void sort_gathered();
    void give_gathered(std::size_t wanted, std::vector<std::int64_t>& ids);

    Connection& connection_;
    application::DonationFilter filter_;
    WalkSizes sizes_;
    const char* key_;  // column of the order
    Where along_;      // conditions that leave the index to the order
    Stage stage_ = Stage::Windows;
    std::optional<Place> place_;  // the last one given, or the end of the last window
    bool is_window_open_ = false;
    std::optional<Place> window_end_;  // nothing: the end of all
    bool is_bounded_ = false;          // the filter leaves only donations with a day of receipt
    std::size_t windows_ = 0;
    std::size_t hits_ = 0;
    bool to_the_end_ = false;  // too many to be gathered
    std::vector<Place> gathered_;
    std::size_t given_ = 0;           // of them
    std::size_t term_ = 0;            // along many donors: which word,
    std::int64_t donors_passed_ = 0;  // and how many of its donors
    std::unordered_set<std::int64_t> donors_seen_;
    std::unordered_set<std::int64_t> given_by_number_;
    std::int64_t skipped_until_ = 0;  // the cursor there
};

/// How many the filter leaves, whatever its cursor and limit.
application::DonationCount count_donations_about(
    Connection& connection, const application::DonationFilter& filter);

}  // namespace furusato::persistence
