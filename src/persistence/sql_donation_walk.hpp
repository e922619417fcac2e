#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "persistence/sql_donation_filter.hpp"
#include "persistence/sql_donation_leads.hpp"
#include "persistence/sql_donors_by_word.hpp"

namespace furusato::persistence {

/// When a walk becomes something else.
struct WalkSizes {
    std::size_t window = 20'000;          // donations looked at in one go
    std::size_t patience = 3;             // windows before asking whether there are few
    std::size_t fewest_hits = 20;         // in a window, else there are few
    std::size_t most_gathered = 200'000;  // more are no longer few: about 10 MB
    std::size_t most_donors = 300;        // found by a word and gathered at once
    std::size_t most_words = 2'000;       // behind a search, else its donors come by word
};

/// Walks through what a filter leaves, in its order and from its cursor on, and reads little beyond what is asked for.
///
/// What many donations have is found by walking along the index of the order and looking at each. What few have would be a long walk: it
/// is gathered from the index of facts, year by year, and sorted. Which of the two it is shows after some windows. What a search word
/// found is gathered by donor where they are few, else picked out of a walk. Where so many donors begin with the word that reading their
/// numbers would take too long, and no order is asked for, donors come in the order of their words.
class DonationWalk {
public:
    /// Throws Refusal{Invalid, "list.cursor_lost"} for a cursor that no longer names a place.
    DonationWalk(Connection& connection, application::DonationFilter filter, const WalkSizes& sizes = {});

    /// Numbers of the next donations, at most `wanted`; none at the end.
    std::vector<std::int64_t> next(std::size_t wanted);
    /// Whether the last ones given came by word: the cursor is then the donor and the donation.
    bool is_at_words() const { return is_at_words_; }
    /// How many there are from the cursor on, if that is known already.
    std::optional<std::int64_t> known_number() const;
    /// Donors that a search word found, in order of their ids; not read where they come by word.
    const std::vector<std::int64_t>& donors() const { return donors_; }
    /// Donations of others, found by their numbers, in order of their ids.
    const std::vector<std::int64_t>& numbered() const { return numbered_; }
    /// Whether the search found this donor's donation.
    bool is_found(std::int64_t id, std::int64_t donor) const;
    /// Whether donors come by word.
    bool is_by_word() const { return by_word_.has_value(); }

private:
    /// Where a donation stands in the order.
    struct Place {
        bool has_value = true;  // no day of receipt: last
        std::int64_t number = 0;
        std::string text;  // a day or a donation number
        std::int64_t id = 0;
        std::int64_t donor = 0;  // read where a search word is looked at
    };
    enum class Stage { Windows, Gathered, Donors, End };

    void start();
    /// Inclusive values of the order.
    struct Stretch {
        std::optional<Value> from;
        std::optional<Value> through;
    };
    Stretch stretch() const;
    Where within(Where where) const;
    void begin_after(Where& where, const Place& place) const;
    void end_with(Where& where, const Place& place) const;
    Where after_cursor(Where where) const;
    std::string order_sql() const;
    Value value_of(const Place& place) const;
    std::string select_places() const;
    Place place_of(const Row& row) const;

    void open_window();
    void walk_window(std::size_t wanted, std::vector<std::int64_t>& ids);
    void end_windows();
    bool gather(const Where& where);
    bool gather(const Where& where, std::int64_t limit);
    void gather_rare();
    void gather_years();
    bool end_gathering(bool fits);
    void sort_gathered();
    void give_gathered(std::size_t wanted, std::vector<std::int64_t>& ids);

    void start_found();
    void gather_numbers();
    void pick_donors();
    bool are_few_donors();
    bool gather_donors();
    void begin_by_word();
    void gather_next_donors();
    void gather_by_word(const std::vector<std::int64_t>& donors);

    Connection& connection_;
    application::DonationFilter filter_;
    WalkSizes sizes_;
    const char* key_;  // column of the order
    Where along_;      // conditions that leave the index to the order
    Stage stage_ = Stage::Windows;
    std::optional<Place> place_;  // the last one given, or the end of the last window
    bool is_window_open_ = false;
    std::optional<Place> window_end_;  // nothing: the end of all
    std::optional<Lead> lead_;         // a fact whose index has the order of entry, too
    bool is_bounded_ = false;          // the filter leaves only donations with a day of receipt
    std::size_t windows_ = 0;
    std::size_t hits_ = 0;
    bool to_the_end_ = false;  // too many to be gathered
    std::vector<Place> gathered_;
    std::size_t given_ = 0;   // of them
    std::size_t walked_ = 0;  // found before they were gathered
    bool is_searched_ = false;
    bool is_picked_ = false;            // what a walk finds counts only if the search found it
    std::deque<std::int64_t> waiting_;  // picked out of the window behind
    std::vector<std::int64_t> donors_;
    std::vector<std::int64_t> numbered_;
    std::optional<DonorsByWord> by_word_;
    bool is_at_words_ = false;
};

/// How many the filter leaves, whatever its cursor and limit.
application::DonationCount count_donations_about(
    Connection& connection, const application::DonationFilter& filter, const WalkSizes& sizes = {});

}  // namespace furusato::persistence
