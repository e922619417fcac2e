#include "application/merge_records.hpp"

#include <algorithm>

namespace furusato::application {

using domain::DonorRecord;

namespace {

constexpr auto kJoined = " ／ ";

/// One field of a record that may be taken: whether it is missing, how it is taken, and taken back.
struct TakenField {
    std::string name;
    bool (*take)(DonorRecord& survivor, const DonorRecord& merged);
    bool (*give_back)(DonorRecord& survivor, const DonorRecord& merged);
};

template <auto member>
bool take_value(DonorRecord& survivor, const DonorRecord& merged)
{
    const std::decay_t<decltype(survivor.*member)> nothing{};
    if (survivor.*member != nothing || merged.*member == nothing) return false;
    survivor.*member = merged.*member;
    return true;
}

template <auto member>
bool give_value_back(DonorRecord& survivor, const DonorRecord& merged)
{
    if (survivor.*member != merged.*member) return false;
    survivor.*member = {};
    return true;
}

bool take_remark(DonorRecord& survivor, const DonorRecord& merged)
{
    if (merged.remark.empty() || survivor.remark == merged.remark) return false;
    survivor.remark += (survivor.remark.empty() ? "" : kJoined) + merged.remark;
    return true;
}

bool give_remark_back(DonorRecord& survivor, const DonorRecord& merged)
{
    std::string& remark = survivor.remark;
    const std::string joined = kJoined + merged.remark;
    if (remark == merged.remark) {
        remark.clear();
    } else if (remark.ends_with(joined)) {
        remark.erase(remark.size() - joined.size());
    } else {
        return false;
    }
    return true;
}

template <class Value>
bool is_same(const domain::Timeline<Value>& left, const domain::Timeline<Value>& right)
{
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(), [](const auto& one, const auto& other) {
            return one.valid_from == other.valid_from && one.valid_to == other.valid_to &&
                   one.value == other.value;
        });
}

template <class Value>
bool take_timeline(domain::Timeline<Value>& survivor, const domain::Timeline<Value>& merged)
{
    if (!survivor.empty() || merged.empty()) return false;
    survivor = merged;
    return true;
}

template <class Value>
bool give_timeline_back(domain::Timeline<Value>& survivor, const domain::Timeline<Value>& merged)
{
    if (!is_same(survivor, merged)) return false;
    survivor.clear();
    return true;
}

bool take_names(DonorRecord& survivor, const DonorRecord& merged)
{
    return take_timeline(survivor.names, merged.names);
}

bool give_names_back(DonorRecord& survivor, const DonorRecord& merged)
{
    return give_timeline_back(survivor.names, merged.names);
}

template <domain::AddressKind kind>
bool take_address(DonorRecord& survivor, const DonorRecord& merged)
{
    return take_timeline(survivor.addresses_of(kind), merged.addresses_of(kind));
}

template <domain::AddressKind kind>
bool give_address_back(DonorRecord& survivor, const DonorRecord& merged)
{
    return give_timeline_back(survivor.addresses_of(kind), merged.addresses_of(kind));
}

const std::vector<TakenField>& taken_fields()
{
    using domain::AddressKind;
    static const std::vector<TakenField> kFields{
        {"phone", take_value<&DonorRecord::phone>, give_value_back<&DonorRecord::phone>},
        {"mail", take_value<&DonorRecord::mail>, give_value_back<&DonorRecord::mail>},
        {"mail_opt_out", take_value<&DonorRecord::mail_opt_out>, give_value_back<&DonorRecord::mail_opt_out>},
        {"address_protected", take_value<&DonorRecord::address_protected>,
            give_value_back<&DonorRecord::address_protected>},
        {"remark", take_remark, give_remark_back}, {"name", take_names, give_names_back},
        {"registered", take_address<AddressKind::Registered>, give_address_back<AddressKind::Registered>},
        {"delivery", take_address<AddressKind::Delivery>, give_address_back<AddressKind::Delivery>},
        {"documents", take_address<AddressKind::Documents>, give_address_back<AddressKind::Documents>}};
    return kFields;
}

}  // namespace

std::vector<std::string> take_missing(DonorRecord& survivor, const DonorRecord& merged)
{
    std::vector<std::string> taken;
    for (const TakenField& field : taken_fields()) {
        if (field.take(survivor, merged)) taken.push_back(field.name);
    }
    return taken;
}

std::vector<std::string> give_back(
    DonorRecord& survivor, const DonorRecord& merged, const std::vector<std::string>& taken)
{
    std::vector<std::string> kept;
    for (const TakenField& field : taken_fields()) {
        const bool was_taken = std::find(taken.begin(), taken.end(), field.name) != taken.end();
        if (was_taken && !field.give_back(survivor, merged)) kept.push_back(field.name);
    }
    return kept;
}

}  // namespace furusato::application
