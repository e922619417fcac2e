// import_golden ETC FOLDER: whether FOLDER/input.csv imports as FOLDER/expected.json says. --print shows what
// it makes.
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "golden/import_settings.hpp"

namespace {

using namespace furusato;
using nlohmann::json;
using portal_import::OrderOutcome;

json json_of(const domain::Contact& contact)
{
    return {{"name", contact.name}, {"kana", contact.kana}, {"postal_code", contact.postal_code},
        {"prefecture", contact.prefecture}, {"city", contact.city}, {"street", contact.street},
        {"building", contact.building}, {"phone", contact.phone}, {"mail", contact.mail},
        {"birth_date", contact.birth_date}, {"sex", contact.sex}};
}

json json_of(const domain::GiftLine& gift)
{
    json line{{"line", gift.portal_line}, {"code", gift.gift_key()}, {"name", gift.gift_name},
        {"quantity", gift.quantity}, {"yen", gift.amount.amount()}, {"file_line", gift.file_line}};
    if (gift.recipient) line["recipient"] = json_of(*gift.recipient);
    return line;
}

json json_of(const portal_import::DonationDraft& draft)
{
    const domain::Donation& donation = draft.donation;
    json purposes = json::array();
    for (const auto& share : donation.purposes) {
        purposes.push_back({{"code", share.code}, {"written_code", share.written_code},
            {"written", share.written}, {"yen", share.amount.amount()}});
    }
    json gifts = json::array();
    for (const auto& gift : donation.gifts) gifts.push_back(json_of(gift));
    const auto iso = [](const std::optional<domain::Date>& date) {
        return date ? json(date->iso()) : json();
    };
    json draft_json{{"state", key_of(donation.state)}, {"yen", donation.amount.amount()},
        {"points", donation.points.amount()}, {"donor_kind", key_of(donation.donor_kind)},
        {"contact", json_of(donation.contact)}, {"applied_on", donation.applied_on.iso()},
        {"paid_on", iso(donation.paid_on)}, {"received_on", iso(donation.received_on)},
        {"received_rule", donation.received_rule}, {"payment_method", key_of(donation.payment_method)},
        {"payment_written", donation.payment_written}, {"one_stop", donation.one_stop_requested},
        {"name_publication", donation.name_publication}, {"name_damaged", donation.name_damaged},
        {"remark", donation.remark}, {"purposes", purposes}, {"gifts", gifts},
        {"file_row", donation.file_row}, {"file_line", donation.file_line},
        {"keys", {{"name", draft.keys.name}, {"kana", draft.keys.kana}, {"phone", draft.keys.phone},
                     {"mail", draft.keys.mail}, {"address", draft.keys.address}}}};
    if (donation.documents_contact) draft_json["documents"] = json_of(*donation.documents_contact);
    return draft_json;
}

void add(json& found, const OrderOutcome& outcome)
{
    const std::map<OrderOutcome::Kind, const char*> kinds{{OrderOutcome::Kind::Draft, "draft"},
        {OrderOutcome::Kind::Held, "held"}, {OrderOutcome::Kind::Error, "error"},
        {OrderOutcome::Kind::StrayRow, "stray"}};
    const std::string kind = kinds.at(outcome.kind);
    found["orders"][kind] = found["orders"].value(kind, 0) + 1;
    found["rows"][kind] = found["rows"].value(kind, 0L) + outcome.rows;
    found["rows"]["skipped"] = found["rows"].value("skipped", 0L) + outcome.skipped_rows;
    for (const auto& issue : outcome.issues) {
        found["issues"].push_back({{"line", issue.line}, {"row", issue.row}, {"column", issue.column},
            {"code", issue.code}, {"value", issue.value}});
    }
    if (outcome.draft) found["drafts"][outcome.order_number] = json_of(*outcome.draft);
    if (outcome.kind != OrderOutcome::Kind::Draft) return;
    const std::string state{key_of(outcome.draft->donation.state)};
    found["states"][state] = found["states"].value(state, 0) + 1;
    if (state == "received")
        found["received_yen"] =
            found["received_yen"].get<long long>() + outcome.draft->donation.amount.amount();
}

void add_reading(json& found, const portal_import::FileReading& reading)
{
    json notes = json::array();
    for (const auto& note : reading.notes) {
        json each{{"line", note.line}, {"code", note.code}};
        for (const auto& [key, value] : note.details) each[key] = value;
        notes.push_back(each);
    }
    found["reading"] = {{"delimiter", portal_import::key_of_delimiter(reading.format.delimiter)},
        {"delimiter_reason", reading.format_reason}, {"quote", std::string(1, reading.format.quote)},
        {"line_ends", key_of(reading.line_end)}, {"encoding_reason", reading.encoding_reason},
        {"header_line", reading.header_line}, {"notes", notes}};
}

json import(const std::filesystem::path& file, const portal_import::ImportSettings& settings)
{
    json found{{"rows", json::object()}, {"orders", json::object()}, {"states", json::object()},
        {"received_yen", 0}, {"issues", json::array()}, {"drafts", json::object()}};
    try {
        tests::FileBytes bytes{file};
        portal_import::PortalFile portal_file{bytes, settings};
        found["portal"] = portal_file.profile().id;
        found["encoding"] = name_of(portal_file.encoding());
        found["rows"]["read"] = portal_file.rows();
        add_reading(found, portal_file.reading());
        while (const auto outcome = portal_file.next()) add(found, *outcome);
    } catch (const domain::Refusal& refusal) {
        found = {{"refused", refusal.code()}};
        for (const auto& [key, value] : refusal.details()) found[key] = value;
    }
    return found;
}

// What is expected must be there; lists must be equal, objects may hold more.
long differences(const json& expected, const json& found, const std::string& path)
{
    if (expected.is_object() && found.is_object()) {
        long count = 0;
        for (const auto& [key, value] : expected.items()) {
            count += differences(value, found.value(key, json{}), std::string{path}.append("/").append(key));
        }
        return count;
    }
    if (expected.is_array() && found.is_array() && expected.size() == found.size()) {
        long count = 0;
        for (std::size_t at = 0; at < expected.size(); ++at) {
            count += differences(expected[at], found[at], path + "/" + std::to_string(at));
        }
        return count;
    }
    if (expected == found) return 0;
    std::cout << path << "\n  expected " << expected.dump() << "\n  found    " << found.dump() << "\n";
    return 1;
}

/// A case may bring a profile, as a city's folder does.
void add_own_profile(tests::ShippedRules& rules, const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) return;
    const auto own = composition::read_profile_file(file, file.filename().string());
    for (const auto& fault : own.faults)
        std::cout << fault.key << ": " << fault.code << " " << fault.value << "\n";
    if (!own.faults.empty()) throw std::invalid_argument{"the profile has faults"};
    rules.profiles.push_back(own.profile);
}

int run(const std::filesystem::path& etc, const std::filesystem::path& folder, bool is_print)
{
    std::ifstream stream{folder / "expected.json"};
    const json expected = json::parse(stream);
    const json options = expected.value("settings", json::object());
    tests::ShippedRules rules{etc};
    add_own_profile(rules, folder / "profile.json");
    const auto business_date = domain::Date::parse_iso(options.value("business_date", "2026-11-22"));
    auto settings = rules.settings(business_date.value());
    if (options.contains("portal")) settings.portal = options.at("portal").get<std::string>();
    if (options.contains("encoding")) {
        const bool is_utf8 = options.at("encoding") == "utf-8";
        settings.encoding = is_utf8 ? portal_import::Encoding::Utf8 : portal_import::Encoding::Cp932;
    }
    const json found = import(folder / "input.csv", settings);
    if (is_print) std::cout << found.dump(1) << "\n";
    if (is_print) return 0;
    json wanted = expected;
    wanted.erase("settings");
    wanted.erase("about");
    return differences(wanted, found, "") == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv)
{
    const bool is_print = argc == 4 && std::string{argv[3]} == "--print";
    if (argc != 3 && !is_print) {
        std::cerr << "import_golden ETC FOLDER [--print]\n";
        return 2;
    }
    try {
        return run(argv[1], argv[2], is_print);
    } catch (const domain::Refusal& refusal) {
        std::cerr << refusal.code() << "\n";
        for (const auto& [key, value] : refusal.details()) std::cerr << key << "=" << value << "\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
    }
    return 1;
}
