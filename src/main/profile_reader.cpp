#include "main/profile_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "main/json_part.hpp"
#include "main/profile_values.hpp"

namespace furusato::composition {
namespace {

using portal_import::Field;
using portal_import::PortalProfile;
using Aliases = std::map<Field, std::vector<std::string>>;

constexpr int kMostTitleLines = 50;
constexpr int kMostGiftGroups = 99;

const std::vector<std::string> kKeys{"id", "label", "source", "notice", "valid_from", "signature", "columns",
    "required", "amount_per", "row_unit", "state_from", "gift_groups", "purpose_pairs", "subscription",
    "gift_text", "gifts_listed", "donor", "order_number_from", "undetermined", "amount_ends", "values",
    "options", "delimiter", "title_lines"};

// Numbers are made of these only: what names a person must not be told by a number.
constexpr std::array kImpersonal{Field::AppliedOn, Field::AppliedTime, Field::PaidOn, Field::PaymentMethod,
    Field::Amount, Field::GiftAmount, Field::Quantity, Field::GiftCode, Field::GiftName, Field::PurposeCode,
    Field::Purpose, Field::LineId};

const std::vector<std::string>& field_keys()
{
    static const std::vector<std::string> keys{
        portal_import::kFieldKeys.begin(), portal_import::kFieldKeys.end()};
    return keys;
}

std::optional<Field> field_of(const std::string& key)
{
    const auto found = std::find(field_keys().begin(), field_keys().end(), key);
    if (found == field_keys().end()) return std::nullopt;
    return static_cast<Field>(found - field_keys().begin());
}

Aliases read_columns(const JsonPart& columns)
{
    Aliases aliases;
    columns.require_known(field_keys());
    for (const auto& [key, headers] : columns.json().items()) {
        const auto field = field_of(key);
        if (!field) continue;
        const auto names = columns.texts(key);
        if (names.empty() && headers.is_array()) columns.add_fault(key, "profile.empty");
        for (const std::string& name : names) {
            if (name.empty()) columns.add_fault(key, "profile.empty");
        }
        aliases[*field] = names;
    }
    return aliases;
}

/// The fields that a list names; a fault for each that the profile has no columns for.
std::vector<Field> read_fields(const JsonPart& document, const std::string& key, const PortalProfile& profile)
{
    std::vector<Field> fields;
    for (const std::string& name : document.texts(key)) {
        const auto field = field_of(name);
        if (!field || !profile.aliases.contains(*field)) {
            document.add_fault(key, "profile.field_without_columns", name);
        } else {
            fields.push_back(*field);
        }
    }
    return fields;
}

void read_identity(const JsonPart& document, PortalProfile& profile)
{
    for (const char* key : {"id", "label", "valid_from", "signature", "columns"}) document.require(key);
    profile.id = document.text("id");
    const bool is_plain =
        profile.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    constexpr std::size_t longest = 40;
    if (!is_plain || profile.id.size() > longest) document.add_fault("id", "profile.id_not_plain");
    profile.label = document.text("label");
    if (document.has("valid_from")) {
        const auto day = domain::Date::parse_iso(document.text("valid_from"));
        if (!day) document.add_fault("valid_from", "profile.not_date");
        profile.valid_from = day.value_or(profile.valid_from);
    }
    profile.signature = document.texts("signature");
    if (profile.signature.empty() && document.has("signature"))
        document.add_fault("signature", "profile.empty");
    // Comments for people.
    profile.source = document.text("source");
    document.text("notice");
}

void read_numbering(const JsonPart& document, PortalProfile& profile)
{
    profile.order_number_from = read_fields(document, "order_number_from", profile);
    for (const Field field : profile.order_number_from) {
        if (std::find(kImpersonal.begin(), kImpersonal.end(), field) == kImpersonal.end())
            document.add_fault("order_number_from", "profile.field_personal", std::string{key_of(field)});
    }
    const bool has_numbers =
        profile.aliases.contains(Field::OrderNumber) || !profile.order_number_from.empty();
    if (!has_numbers) document.add_fault("columns.order_number", "profile.order_number_missing");
    for (const Field field : {Field::AppliedOn, Field::Amount}) {
        if (!profile.aliases.contains(field))
            document.add_fault("columns." + std::string{key_of(field)}, "profile.key_missing");
    }
}

void read_donor(const JsonPart& document, PortalProfile& profile)
{
    profile.donor_may_be_missing =
        document.choice<bool>("donor", {{"named", false}, {"may_be_missing", true}}).value_or(false);
    const bool has_name =
        profile.aliases.contains(Field::Name) || profile.aliases.contains(Field::FamilyName);
    if (!has_name && !profile.donor_may_be_missing)
        document.add_fault("columns.name", "profile.name_missing");
}

void read_gift_groups(const JsonPart& document, PortalProfile& profile)
{
    const auto groups = document.part("gift_groups");
    const bool is_wide = profile.row_unit == portal_import::RowUnit::Groups;
    if (!groups) {
        if (is_wide) document.add_fault("gift_groups", "profile.key_missing");
        return;
    }
    if (!is_wide) document.add_fault("row_unit", "profile.needs", "groups");
    groups->require_known({"most", "columns"});
    groups->require("most");
    groups->require("columns");
    profile.gift_groups.most = groups->number("most", 1, kMostGiftGroups).value_or(1);
    const auto columns = groups->part("columns");
    if (!columns) return;
    profile.gift_groups.aliases = read_columns(*columns);
    for (const auto& [field, names] : profile.gift_groups.aliases) {
        for (const std::string& name : names) {
            if (name.find("{N}") == std::string::npos)
                columns->add_fault(std::string{key_of(field)}, "profile.mark_missing", "{N}");
        }
    }
    const auto& aliases = profile.gift_groups.aliases;
    if (!aliases.contains(Field::GiftCode) && !aliases.contains(Field::GiftName))
        columns->add_fault("gift_name", "profile.key_missing");
}

void read_purpose_pairs(const JsonPart& document, PortalProfile& profile)
{
    const auto pairs = document.part("purpose_pairs");
    if (!pairs) return;
    pairs->require_known({"chosen", "amount", "words"});
    for (const char* key : {"chosen", "amount", "words"}) pairs->require(key);
    portal_import::PurposePairs found{pairs->text("chosen"), pairs->text("amount"), {}};
    for (const auto& [key, text] : {std::pair{"chosen", found.chosen}, {"amount", found.amount}}) {
        if (!text.empty() && text.find("{purpose}") == std::string::npos)
            pairs->add_fault(key, "profile.mark_missing", "{purpose}");
    }
    if (const auto words = pairs->part("words")) found.words = read_yes_and_no(*words);
    profile.purpose_pairs = std::move(found);
}

void read_subscription(const JsonPart& document, PortalProfile& profile)
{
    const auto part = document.part("subscription");
    if (!part) return;
    part->require_known({"code", "amount"});
    part->require("code");
    part->require("amount");
    portal_import::SubscriptionRule rule;
    rule.code = part->text("code");
    for (const char* mark : {"{code}", "{k}", "{n}"}) {
        if (rule.code.find(mark) == std::string::npos) part->add_fault("code", "profile.mark_missing", mark);
    }
    using portal_import::SubscriptionAmount;
    rule.amount = part->choice<SubscriptionAmount>("amount",
                          {{"first", SubscriptionAmount::First}, {"every", SubscriptionAmount::Every}})
                      .value_or(rule.amount);
    if (!profile.aliases.contains(Field::GiftCode) && profile.gift_text.empty())
        document.add_fault("columns.gift_code", "profile.key_missing");
    profile.subscription = std::move(rule);
}

void read_row_shape(const JsonPart& document, PortalProfile& profile)
{
    using portal_import::AmountPer;
    using portal_import::RowUnit;
    using portal_import::StateFrom;
    profile.row_unit = document
                           .choice<RowUnit>("row_unit", {{"item", RowUnit::Item}, {"order", RowUnit::Order},
                                                            {"groups", RowUnit::Groups}})
                           .value_or(RowUnit::Item);
    profile.amount_per =
        document
            .choice<AmountPer>("amount_per",
                {{"line", AmountPer::Line}, {"unit", AmountPer::Unit}, {"order", AmountPer::Order}})
            .value_or(AmountPer::Line);
    profile.state_from =
        document
            .choice<StateFrom>("state_from", {{"status", StateFrom::Status}, {"paid_on", StateFrom::PaidOn}})
            .value_or(StateFrom::Status);
    if (profile.state_from == StateFrom::PaidOn && !profile.aliases.contains(Field::PaidOn))
        document.add_fault("columns.paid_on", "profile.key_missing");
    profile.lists_first_gift_only =
        document.choice<bool>("gifts_listed", {{"all", false}, {"first", true}}).value_or(false);
    if (profile.lists_first_gift_only && profile.amount_per != AmountPer::Order)
        document.add_fault("amount_per", "profile.needs", "order");
    if (profile.row_unit == RowUnit::Groups && profile.amount_per != AmountPer::Order)
        document.add_fault("amount_per", "profile.needs", "order");
    profile.gift_text = document.text("gift_text");
    if (!profile.gift_text.empty() && profile.gift_text.find("{code}") == std::string::npos)
        document.add_fault("gift_text", "profile.mark_missing", "{code}");
    profile.undetermined = document.texts("undetermined");
    profile.amount_ends = document.texts("amount_ends");
    read_gift_groups(document, profile);
    read_purpose_pairs(document, profile);
    read_subscription(document, profile);
}

void read_options(const JsonPart& document, PortalProfile& profile)
{
    const auto options = document.part("options");
    if (!options) return;
    options->require_known({"separator", "purpose", "one_stop", "name_publication", "also_in"});
    options->require("separator");
    const bool is_list = options->has("separator") && options->json().at("separator").is_array();
    profile.option_separators =
        is_list ? options->texts("separator") : std::vector<std::string>{options->text("separator")};
    std::erase(profile.option_separators, "");
    profile.option_purpose = options->texts("purpose");
    profile.option_one_stop = options->texts("one_stop");
    profile.option_name_publication = options->texts("name_publication");
    profile.has_options_in_remark = options->choice<bool>("also_in", {{"remark", true}}).value_or(false);
    if (!profile.aliases.contains(Field::Options) && !profile.has_options_in_remark)
        document.add_fault("columns.options", "profile.key_missing");
}

void read_file_shape(const JsonPart& document, PortalProfile& profile)
{
    profile.delimiter =
        document.choice<char>("delimiter", {{"comma", ','}, {"tab", '\t'}, {"semicolon", ';'}});
    profile.title_lines = document.number("title_lines", 0, kMostTitleLines);
}

/// A column that holds words needs a table of them.
void require_tables(const JsonPart& document, const PortalProfile& profile)
{
    const auto require = [&](Field field, bool has_table, const char* key) {
        if (profile.aliases.contains(field) && !has_table) document.add_fault(key, "profile.table_missing");
    };
    require(Field::Status, !profile.states.empty(), "values.status");
    require(Field::PaymentStatus, !profile.payment_states.empty(), "values.payment_status");
    require(Field::PaymentMethod, !profile.payment_methods.empty(), "values.payment_method");
    require(Field::OneStop, !profile.one_stop.empty(), "values.one_stop");
    require(Field::NamePublication, !profile.name_publication.empty(), "values.name_publication");
    require(Field::GiftWish, !profile.gift_wishes.empty(), "values.gift_wish");
    require(Field::Deletion, !profile.deletions.empty(), "values.deletion");
    require(Field::Portal, !profile.portals.empty(), "values.portal");
}

}  // namespace

PortalProfile read_profile_document(const nlohmann::json& root, ProfileFaults& faults)
{
    const JsonPart document{root, "", faults};
    PortalProfile profile;
    document.require_known(kKeys);
    read_identity(document, profile);
    if (const auto columns = document.part("columns")) profile.aliases = read_columns(*columns);
    read_row_shape(document, profile);
    profile.required = read_fields(document, "required", profile);
    read_numbering(document, profile);
    read_donor(document, profile);
    if (const auto values = document.part("values")) read_profile_values(*values, profile);
    read_options(document, profile);
    read_file_shape(document, profile);
    require_tables(document, profile);
    return profile;
}

}  // namespace furusato::composition
