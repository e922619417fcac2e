#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// What is called by a name that may change: 使途, 基金, ポータル, 支払方法, 課・係.
enum class MasterKind { Purpose, Fund, Portal, PaymentMethod, Section };

inline constexpr std::array<std::string_view, 5> kMasterKindKeys{
    "purpose", "fund", "portal", "payment_method", "section"};
constexpr std::string_view key_of(MasterKind kind)
{
    return kMasterKindKeys[static_cast<std::size_t>(kind)];
}

/// What held of a master from a day to a day, both inclusive. A version that was withdrawn has an end before its start.
struct MasterVersion {
    std::int64_t id = 0;
    std::int64_t master = 0;  // the lasting identity
    std::string code;
    std::string name;
    std::string fund_code;      // of a purpose; empty = none
    bool gives_points = false;  // of a portal: ポイント付与 (rules.md 4.15)
    Date valid_from{2000, 1, 1};
    std::optional<Date> valid_to{};

    bool is_withdrawn() const { return valid_to && *valid_to < valid_from; }
    bool is_in_force(const Date& day) const
    {
        return !is_withdrawn() && valid_from <= day && (!valid_to || day <= *valid_to);
    }
};

/// The versions of one master that were not withdrawn, in order of their days.
std::vector<MasterVersion> versions_of(const std::vector<MasterVersion>& versions, std::string_view code);

/// The version in force on a day; nullptr where there is none.
const MasterVersion* version_on(
    const std::vector<MasterVersion>& versions, std::string_view code, const Date& day);

/// What a master was called between two days, "旧→新" when it was renamed; where it was not in force, the name it had before, else the
/// one it had first. `standard` is what it is called before its first version, where the program has a name for it (empty: one that
/// the edge knows).
std::string name_between(const std::vector<MasterVersion>& versions, std::string_view code, const Date& from,
    const Date& through, const std::optional<std::string>& standard = std::nullopt);

}  // namespace furusato::domain
