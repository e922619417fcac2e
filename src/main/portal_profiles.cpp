#include "main/portal_profiles.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::composition {
namespace {

using nlohmann::json;
using portal_import::Field;
using portal_import::PortalProfile;
using portal_import::ToldState;

/// What is wrong, and under which key.
struct BadKey : std::invalid_argument {
    BadKey(std::string bad_key, const std::string& reason)
        : std::invalid_argument{reason}, key{std::move(bad_key)}
    {}
    std::string key;
};

std::optional<Field> field_of(std::string_view key)
{
    const auto& keys = portal_import::kFieldKeys;
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) return std::nullopt;
    return static_cast<Field>(found - keys.begin());
}

std::optional<ToldState> told_state_of(std::string_view key)
{
    if (key == "awaiting_payment") return ToldState::AwaitingPayment;
    if (key == "received") return ToldState::Received;
    if (key == "cancelled") return ToldState::Cancelled;
    if (key == "undecided") return ToldState::Undecided;
    return std::nullopt;
}

std::optional<bool> bool_of(std::string_view key)
{
    if (key == "yes") return true;
    if (key == "no") return false;
    return std::nullopt;
}

std::optional<std::string> text_of(std::string_view key)
{
    return std::string{key};
}

std::vector<std::string> texts_of(const json& value, const std::string& key)
{
    if (!value.is_array()) throw BadKey{key, "is no list"};
    std::vector<std::string> texts;
    for (const json& text : value) {
        if (!text.is_string()) throw BadKey{key, "holds something else than texts"};
        texts.push_back(text.get<std::string>());
    }
    return texts;
}

/// {"received": ["300", "発送待ち"], …} turned round: word → what it means, which may not be two things.
template <class Value, class Parse>
std::map<std::string, Value> table_of(const json& values, const std::string& name, Parse parse)
{
    std::map<std::string, Value> table;
    if (!values.contains(name)) return table;
    for (const auto& [key, words] : values.at(name).items()) {
        std::string path = "values.";
        path.append(name).append(".").append(key);
        const auto value = parse(key);
        if (!value) throw BadKey{path, "is unknown"};
        for (const std::string& word : texts_of(words, path)) {
            const auto entry = table.emplace(portal_import::fold_word(word), *value).first;
            if (entry->second != *value)
                throw BadKey{path, "names a word that has another meaning too: " + word};
        }
    }
    return table;
}

void require_known_keys(
    const json& object, const std::string& path, std::initializer_list<std::string_view> known)
{
    if (!object.is_object()) throw BadKey{path, "is no object"};
    for (const auto& [key, value] : object.items()) {
        const bool is_known = std::find(known.begin(), known.end(), key) != known.end();
        if (!is_known)
            throw BadKey{path.empty() ? key : std::string{path}.append(".").append(key), "is unknown"};
    }
}

std::string text_at(const json& object, const std::string& key)
{
    if (!object.contains(key) || !object.at(key).is_string()) throw BadKey{key, "is missing or no text"};
    return object.at(key).get<std::string>();
}

domain::Date date_at(const json& object, const std::string& key)
{
    const auto date = domain::Date::parse_iso(text_at(object, key));
    if (!date) throw BadKey{key, "is no date"};
    return *date;
}

char delimiter_at(const json& document)
{
    const std::string name = text_at(document, "delimiter");
    if (name == "comma") return ',';
    if (name == "tab") return '\t';
    if (name == "semicolon") return ';';
    throw BadKey{"delimiter", "is neither comma, tab nor semicolon"};
}

int title_lines_at(const json& document)
{
    constexpr int most = 50;
    const json& lines = document.at("title_lines");
    if (!lines.is_number_integer() || lines.get<std::int64_t>() < 0 || lines.get<std::int64_t>() > most)
        throw BadKey{"title_lines", "is no number from 0 to 50"};
    return lines.get<int>();
}

void read_columns(const json& columns, PortalProfile& profile)
{
    if (!columns.is_object()) throw BadKey{"columns", "is no object"};
    for (const auto& [key, headers] : columns.items()) {
        const auto field = field_of(key);
        if (!field) throw BadKey{"columns." + key, "is unknown"};
        profile.aliases[*field] = texts_of(headers, "columns." + key);
    }
}

void read_required(const json& keys, PortalProfile& profile)
{
    for (const std::string& key : texts_of(keys, "required")) {
        const auto field = field_of(key);
        if (!field || !profile.aliases.contains(*field))
            throw BadKey{"required", "names a field without columns: " + key};
        profile.required.push_back(*field);
    }
    for (const Field field : {Field::OrderNumber, Field::AppliedOn, Field::Amount}) {
        if (!profile.aliases.contains(field))
            throw BadKey{"columns." + std::string{key_of(field)}, "is missing"};
    }
}

void read_values(const json& values, PortalProfile& profile)
{
    require_known_keys(values, "values",
        {"status", "payment_status", "payment_method", "one_stop", "name_publication", "donor_kind",
            "purpose", "recipient_is_donor", "portal", "shipping_state", "former_receipt"});
    profile.states = table_of<ToldState>(values, "status", told_state_of);
    profile.payment_methods =
        table_of<domain::PaymentMethod>(values, "payment_method", domain::payment_method_of);
    profile.payment_states = table_of<bool>(values, "payment_status", bool_of);
    profile.one_stop = table_of<bool>(values, "one_stop", bool_of);
    profile.name_publication = table_of<bool>(values, "name_publication", bool_of);
    profile.donor_kinds = table_of<domain::DonorKind>(values, "donor_kind", domain::donor_kind_of);
    profile.purposes = table_of<std::string>(values, "purpose", text_of);
    profile.recipient_is_donor = table_of<bool>(values, "recipient_is_donor", bool_of);
    profile.former_receipts = table_of<bool>(values, "former_receipt", bool_of);
    profile.portals = table_of<std::string>(values, "portal", text_of);
    profile.shipping_states =
        table_of<domain::ShippingState>(values, "shipping_state", domain::shipping_state_of);
}

void read_options(const json& options, PortalProfile& profile)
{
    require_known_keys(options, "options", {"separator", "purpose", "one_stop"});
    profile.option_separator = text_at(options, "separator");
    profile.option_purpose = texts_of(options.value("purpose", json::array()), "options.purpose");
    profile.option_one_stop = texts_of(options.value("one_stop", json::array()), "options.one_stop");
}

PortalProfile profile_of(const json& document)
{
    require_known_keys(document, "",
        {"id", "label", "source", "notice", "valid_from", "signature", "columns", "required", "amount_per",
            "values", "options", "delimiter", "title_lines"});
    PortalProfile profile;
    profile.id = text_at(document, "id");
    profile.label = text_at(document, "label");
    profile.valid_from = date_at(document, "valid_from");
    profile.signature = texts_of(document.value("signature", json{}), "signature");
    if (profile.signature.empty()) throw BadKey{"signature", "is empty"};
    read_columns(document.value("columns", json{}), profile);
    read_required(document.value("required", json::array()), profile);
    const std::string amount_per = document.contains("amount_per") ? text_at(document, "amount_per") : "line";
    if (amount_per != "line" && amount_per != "unit") throw BadKey{"amount_per", "is neither line nor unit"};
    profile.amount_per =
        amount_per == "unit" ? portal_import::AmountPer::Unit : portal_import::AmountPer::Line;
    read_values(document.value("values", json::object()), profile);
    if (document.contains("options")) read_options(document.at("options"), profile);
    if (document.contains("delimiter")) profile.delimiter = delimiter_at(document);
    if (document.contains("title_lines")) profile.title_lines = title_lines_at(document);
    return profile;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& key, const std::string& reason)
{
    throw domain::Refusal{domain::RefusalKind::Invalid, "profile.invalid",
        {{"file", file.string()}, {"key", key}, {"reason", reason}}};
}

}  // namespace

PortalProfile read_portal_profile(const std::filesystem::path& file)
{
    try {
        std::ifstream stream{file};
        if (!stream) refuse(file, "", "cannot be opened");
        return profile_of(json::parse(stream));
    } catch (const BadKey& bad) {
        refuse(file, bad.key, bad.what());
    } catch (const json::exception& error) {
        refuse(file, "", error.what());
    }
}

std::vector<PortalProfile> read_portal_profiles(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder, error}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    if (error) refuse(folder, "", error.message());
    if (files.empty()) refuse(folder, "", "holds no profile");
    std::sort(files.begin(), files.end());
    std::vector<PortalProfile> profiles;
    profiles.reserve(files.size());
    for (const auto& file : files) profiles.push_back(read_portal_profile(file));
    return profiles;
}

}  // namespace furusato::composition
