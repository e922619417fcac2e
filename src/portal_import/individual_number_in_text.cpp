#include "furusato/portal_import/individual_number_in_text.hpp"

#include <string>
#include <vector>

#include "furusato/domain/individual_number.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/characters.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kDigits = 12;
constexpr std::size_t kGroup = 4;
constexpr std::size_t kGroups = kDigits / kGroup;

enum class Joint { Nothing, Blank, Hyphen };

/// Digits that stand together, and what joins them to the digits before.
struct Group {
    std::string digits;
    Joint before = Joint::Nothing;
};

/// The groups of digits of a text; `is_all` says whether there is nothing else in it.
std::vector<Group> groups_of(std::string_view text, bool& is_all)
{
    const std::string normal = nfkc(text);
    std::vector<Group> groups;
    bool is_inside = false;  // the character before was a digit
    std::size_t joints = 0;  // blanks and hyphens since the last digit
    Joint joint = Joint::Nothing;
    is_all = true;
    for (std::string_view rest = normal; !rest.empty();) {
        const auto code_point = take_character(rest).code_point;
        if (is_invisible(code_point)) continue;
        if (is_digit(code_point)) {
            if (!is_inside) groups.push_back({"", joints == 1 ? joint : Joint::Nothing});
            groups.back().digits += static_cast<char>(code_point);
            is_inside = true;
            joints = 0;
            continue;
        }
        is_inside = false;
        const bool is_joint = is_blank(code_point) || is_hyphen(code_point);
        joint = is_hyphen(code_point) ? Joint::Hyphen : Joint::Blank;
        joints = is_joint ? joints + 1 : kDigits;
        is_all = is_all && is_joint;
    }
    return groups;
}

/// Whether the groups from `first` up to `last` are a part of more digits: of an order number, or of the number of a card.
bool is_part_of_more(const std::vector<Group>& groups, std::size_t first, std::size_t last)
{
    const bool is_of_blanks = last - first > 1 && groups[first + 1].before == Joint::Blank;
    const auto continues = [&](const Group& joined, const Group& neighbour) {
        return joined.before == Joint::Hyphen ||
               (joined.before == Joint::Blank && is_of_blanks && neighbour.digits.size() == kGroup);
    };
    return (first > 0 && continues(groups[first], groups[first - 1])) ||
           (last < groups.size() && continues(groups[last], groups[last]));
}

}  // namespace

bool holds_individual_number(std::string_view text)
{
    bool is_all = false;
    const std::vector<Group> groups = groups_of(text, is_all);
    std::string all;
    for (const Group& group : groups) all += group.digits;
    if (is_all && domain::passes_individual_number_check(all)) return true;
    for (std::size_t first = 0; first < groups.size(); ++first) {
        std::string digits = groups[first].digits;
        std::size_t last = first + 1;
        while (digits.size() == kGroup * (last - first) && last - first < kGroups && last < groups.size() &&
               groups[last].before != Joint::Nothing)
            digits += groups[last++].digits;
        const bool is_number = groups[first].digits.size() == kDigits ||
                               (last - first == kGroups && groups[last - 1].digits.size() == kGroup);
        if (is_number && !is_part_of_more(groups, first, last) &&
            domain::passes_individual_number_check(digits))
            return true;
    }
    return false;
}

}  // namespace furusato::portal_import
