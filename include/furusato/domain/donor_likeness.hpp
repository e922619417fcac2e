#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// How one field of a donation compares with a donor's; Partly: the postal code agrees, the rest of the address is not known to.
enum class Likeness { Unknown, Agrees, Partly, Differs };

inline constexpr std::array<std::string_view, 4> kLikenessKeys{"unknown", "agrees", "partly", "differs"};
constexpr std::string_view key_of(Likeness likeness)
{
    return kLikenessKeys[static_cast<std::size_t>(likeness)];
}

/// What donors are compared by.
enum class MatchField { Name, Kana, BirthDate, Mail, Phone, Address };

inline constexpr std::array<std::string_view, 6> kMatchFieldKeys{
    "name", "kana", "birth_date", "mail", "phone", "address"};

/// How a donation compares with a donor, field by field.
class DonorLikeness {
public:
    Likeness of(MatchField field) const { return fields_[static_cast<std::size_t>(field)]; }
    void set(MatchField field, Likeness likeness) { fields_[static_cast<std::size_t>(field)] = likeness; }
    bool agrees(MatchField field) const { return of(field) == Likeness::Agrees; }
    bool differs(MatchField field) const { return of(field) == Likeness::Differs; }

    /// Two bits for each field, as the ledger keeps it.
    std::int64_t packed() const;
    static DonorLikeness unpacked(std::int64_t packed);
    friend bool operator==(const DonorLikeness&, const DonorLikeness&) = default;

private:
    std::array<Likeness, kMatchFieldKeys.size()> fields_{};
};

/// Whether a donation is this donor's: surely, perhaps (a person decides), or not.
enum class MatchVerdict { Separate, Review, Automatic };

/// Where a pair of donors stands: nobody decided yet, made one, or two persons for good.
enum class PairState { Open, Merged, Separate };

inline constexpr std::array<std::string_view, 3> kPairStateKeys{"open", "merged", "separate"};
constexpr std::string_view key_of(PairState state)
{
    return kPairStateKeys[static_cast<std::size_t>(state)];
}
/// The state of a key; nullopt for an unknown key.
std::optional<PairState> pair_state_of(std::string_view key);

/// The points of one field.
struct FieldPoints {
    int agrees = 0;
    int partly = 0;
    int differs = 0;
};

/// From when on likeness gives which points: one entry of etc/rules/donor_matching.json.
struct DonorMatchRule {
    Date valid_from{2000, 1, 1};
    std::array<FieldPoints, kMatchFieldKeys.size()> points{};  // by MatchField
    int another_person = 0;  // where the name differs, or cannot be read, and the reading does not agree
    int automatic = 0;
    int review = 0;
    int largest_block = 64;  // a telephone or mail of so many donors says nothing of any of them

    int score(const DonorLikeness& likeness) const;
    /// Whatever the points: the person and a way to reach him must agree, and the birth date not differ, for Automatic.
    MatchVerdict judge(const DonorLikeness& likeness) const;
};

/// The rules in order of their first days.
class DonorMatchRules {
public:
    /// Throws std::invalid_argument when there is none or one contradicts itself.
    explicit DonorMatchRules(std::vector<DonorMatchRule> rules);
    /// The rule of a day; before the first one holds the first.
    const DonorMatchRule& on(const Date& day) const;

private:
    std::vector<DonorMatchRule> rules_;
};

}  // namespace furusato::domain
