#include "application/donor_timelines.hpp"

#include "application/donor_fields.hpp"

#include <functional>
#include <optional>
#include <set>

namespace furusato::application {
namespace {

using domain::Address;
using domain::AddressKind;
using domain::Date;
using domain::DonorRecord;
using Stated = std::vector<domain::StatedContact>;

/// What is said on a day, and whether a clerk recorded it.
struct Said {
    std::string text;
    bool is_recorded = false;
    friend bool operator==(const Said&, const Said&) = default;
};

/// What one record says from a day through another.
struct Stretch {
    Date from;
    std::optional<Date> to;
    Said before;
    Said after;
};

using OnDay = std::function<Said(const DonorRecord&, const Date&)>;

template <class Value>
void add_edges(std::set<Date>& edges, const domain::Timeline<Value>& timeline)
{
    for (const auto& dated : timeline) {
        edges.insert(dated.valid_from);
        if (dated.valid_to) edges.insert(dated.valid_to->plus_days(1));
    }
}

std::string text_of(const Address& address)
{
    std::string text = address.postal_code.empty() ? "" : "〒" + address.postal_code + " ";
    text += address.prefecture + address.city + address.street;
    if (!address.building.empty()) text += " " + address.building;
    return address.addressee.empty() ? text : text + "（" + address.addressee + "）";
}

std::string text_of(const std::string& name, const std::string& kana)
{
    return kana.empty() ? name : name + "（" + kana + "）";
}

/// The days between the edges on which the records differ, as few stretches as they make.
std::vector<Stretch> stretches(
    const DonorRecord& before, const DonorRecord& after, const std::set<Date>& edges, const OnDay& on_day)
{
    std::vector<Stretch> found;
    for (auto edge = edges.begin(); edge != edges.end(); ++edge) {
        const auto next = std::next(edge);
        Stretch stretch{*edge, next == edges.end() ? std::nullopt : std::optional{next->plus_days(-1)},
            on_day(before, *edge), on_day(after, *edge)};
        if (stretch.before == stretch.after) continue;
        const bool continues = !found.empty() && found.back().to &&
                               found.back().to->plus_days(1) == stretch.from &&
                               found.back().before == stretch.before && found.back().after == stretch.after;
        if (continues)
            found.back().to = stretch.to;
        else
            found.push_back(std::move(stretch));
    }
    // That something is recorded as it was told is worth a line only where nothing else changed.
    const auto only_recorded = [](const Stretch& stretch) {
        return stretch.before.text == stretch.after.text;
    };
    if (!std::all_of(found.begin(), found.end(), only_recorded)) std::erase_if(found, only_recorded);
    return found;
}

void add_change(
    std::vector<FieldChange>& changes, const std::string& field, const std::vector<Stretch>& found)
{
    if (found.empty()) return;
    FieldChange change{field, "", ""};
    for (const Stretch& stretch : found) {
        const std::string line = change.old_value.empty() ? "" : "\n";
        const std::string days = stretch.from.iso() + "～" + (stretch.to ? stretch.to->iso() : "") + " ";
        change.old_value += line + days + stretch.before.text;
        change.new_value += line + days + stretch.after.text;
    }
    changes.push_back(std::move(change));
}

std::string address_on(const DonorRecord& record, const Stated& stated, AddressKind kind, const Date& day)
{
    if (kind == AddressKind::Registered)
        return text_of(domain::address_of(domain::contact_on(record, stated, day)));
    return text_of(domain::other_address_on(record, kind, day).value_or(Address{}));
}

}  // namespace

std::string dated_field(AddressKind kind)
{
    return std::string{domain::key_of(kind)} + ".address";
}

std::string history_field_of(const std::string& field)
{
    if (field == "name" || field == "kana") return kDatedName;
    const auto kind = domain::address_kind_of(field.substr(0, field.find('.')));
    return kind ? dated_field(*kind) : field;
}

std::vector<FieldChange> dated_changes(
    const DonorRecord& before, const DonorRecord& after, const Stated& stated)
{
    std::vector<FieldChange> changes;
    std::set<Date> told;
    for (const auto& contact : stated) told.insert(contact.on);
    std::set<Date> edges = told;
    add_edges(edges, before.names);
    add_edges(edges, after.names);
    add_change(
        changes, kDatedName, stretches(before, after, edges, [&](const DonorRecord& record, const Date& day) {
            const auto contact = domain::contact_on(record, stated, day);
            return Said{text_of(contact.name, contact.kana), domain::in_force(record.names, day) != nullptr};
        }));
    for (const auto kind : {AddressKind::Registered, AddressKind::Delivery, AddressKind::Documents}) {
        edges = kind == AddressKind::Registered ? told : std::set<Date>{};
        add_edges(edges, before.addresses_of(kind));
        add_edges(edges, after.addresses_of(kind));
        add_change(changes, dated_field(kind),
            stretches(before, after, edges, [&](const DonorRecord& record, const Date& day) {
                return Said{address_on(record, stated, kind, day),
                    domain::in_force(record.addresses_of(kind), day) != nullptr};
            }));
    }
    return changes;
}

std::vector<FieldChange> donor_changes(const domain::DonorRecord& before, const domain::DonorRecord& after,
    const std::vector<domain::StatedContact>& stated, const domain::Date& day)
{
    std::vector<FieldChange> changes;
    const auto old_fields = donor_fields_on(before, stated, day);
    for (const auto& [field, value] : donor_fields_on(after, stated, day)) {
        if (history_field_of(field) == field && old_fields.at(field) != value)
            changes.push_back({field, old_fields.at(field), value});
    }
    const auto dated = dated_changes(before, after, stated);
    changes.insert(changes.end(), dated.begin(), dated.end());
    return changes;
}

}  // namespace furusato::application
