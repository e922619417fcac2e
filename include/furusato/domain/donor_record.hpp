#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donor.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::domain {

/// Where a donor is registered (住民票), where gifts go (送付先), where papers go (書類送付先); rules.md 3.5.
enum class AddressKind { Registered, Delivery, Documents };

inline constexpr std::array<std::string_view, 3> kAddressKindKeys{"registered", "delivery", "documents"};
constexpr std::string_view key_of(AddressKind kind)
{
    return kAddressKindKeys[static_cast<std::size_t>(kind)];
}
/// The kind of a key; nullopt for an unknown key.
std::optional<AddressKind> address_kind_of(std::string_view key);

struct PersonName {
    std::string name;
    std::string kana;
    friend bool operator==(const PersonName&, const PersonName&) = default;
};

/// An address with nothing in it says that there is none from that day on.
struct Address {
    std::string addressee;  // where somebody else receives; empty: the donor
    std::string postal_code;
    std::string prefecture;
    std::string city;
    std::string street;
    std::string building;
    friend bool operator==(const Address&, const Address&) = default;
};

/// What holds from a day through another one; without an end, until further notice.
template <class Value>
struct Dated {
    Date valid_from{2000, 1, 1};
    std::optional<Date> valid_to;
    Value value;

    bool holds_on(const Date& day) const { return valid_from <= day && (!valid_to || day <= *valid_to); }
};

/// In order of days; no two hold on one day.
template <class Value>
using Timeline = std::vector<Dated<Value>>;

/// What holds on the day; nullptr when nothing does.
template <class Value>
const Dated<Value>* in_force(const Timeline<Value>& timeline, const Date& day)
{
    const auto found = std::find_if(
        timeline.begin(), timeline.end(), [&](const Dated<Value>& dated) { return dated.holds_on(day); });
    return found == timeline.end() ? nullptr : &*found;
}

/// Puts a value into its days: what held on them gives way, what holds before and after stays. Without an end it holds until the
/// next value that is known to begin later.
template <class Value>
void place(Timeline<Value>& timeline, Dated<Value> added)
{
    if (!added.valid_to) {
        for (const auto& dated : timeline) {
            if (dated.valid_from > added.valid_from &&
                (!added.valid_to || dated.valid_from <= *added.valid_to))
                added.valid_to = dated.valid_from.plus_days(-1);
        }
    }
    Timeline<Value> placed;
    for (const auto& dated : timeline) {
        const bool ends_before = dated.valid_to && *dated.valid_to < added.valid_from;
        const bool begins_after = added.valid_to && dated.valid_from > *added.valid_to;
        if (ends_before || begins_after) {
            placed.push_back(dated);
            continue;
        }
        if (dated.valid_from < added.valid_from)
            placed.push_back({dated.valid_from, added.valid_from.plus_days(-1), dated.value});
        if (added.valid_to && (!dated.valid_to || *dated.valid_to > *added.valid_to))
            placed.push_back({added.valid_to->plus_days(1), dated.valid_to, dated.value});
    }
    placed.push_back(std::move(added));
    std::sort(placed.begin(), placed.end(),
        [](const auto& left, const auto& right) { return left.valid_from < right.valid_from; });
    timeline = std::move(placed);
}

/// What clerks keep of a donor, beside the snapshots that his donations hold; nobody's snapshot changes with it.
struct DonorRecord {
    DonorId donor;
    DonorKind kind = DonorKind::Individual;
    Timeline<PersonName> names;
    std::array<Timeline<Address>, 3> addresses;  // by AddressKind
    std::string phone;                           // empty: as in the newest donation
    std::string mail;                            // likewise
    bool mail_opt_out = false;
    bool address_protected = false;  // 支援措置: address, phone and mail are not shown (rules.md 7.9)
    std::string remark;
    int version = 1;         // 1 while no clerk has edited the donor
    OperationId changed_by;  // 0 likewise

    const Timeline<Address>& addresses_of(AddressKind which) const
    {
        return addresses[static_cast<std::size_t>(which)];
    }
    Timeline<Address>& addresses_of(AddressKind which) { return addresses[static_cast<std::size_t>(which)]; }
};

/// What a donor told of himself with a donation.
struct StatedContact {
    Date on{2000, 1, 1};
    Contact contact;
};

/// The address of a contact.
Address address_of(const Contact& contact);

/// Name, registered address, phone and mail on a day: what clerks recorded for it, else what the donor told last (`stated` in order of
/// days), else what he told first.
Contact contact_on(const DonorRecord& record, const std::vector<StatedContact>& stated, const Date& day);

/// Where gifts or papers go on a day, if elsewhere than to the registered address.
std::optional<Address> other_address_on(const DonorRecord& record, AddressKind kind, const Date& day);

}  // namespace furusato::domain
