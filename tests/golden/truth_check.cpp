// truth_check ETC FILE.csv TRUTH.json: whether what the import finds equals what the generator wrote, figure
// by figure.
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "golden/import_settings.hpp"

namespace {

using namespace furusato;
using nlohmann::json;
using portal_import::OrderOutcome;

struct Tally {
    long count = 0;
    long long yen = 0;
    bool operator==(const Tally&) const = default;
};

using Table = std::map<std::string, Tally>;

struct Found {
    std::map<std::string, long long> figures;
    std::map<std::string, Table> tables;
};

void add(Table& table, const std::string& key, long long yen, long count = 1)
{
    table[key].count += count;
    table[key].yen += yen;
}

void add_received(Found& found, const domain::Donation& donation)
{
    const long long yen = donation.amount.amount();
    found.figures["valid_donations"] += 1;
    found.figures["valid_lines"] += static_cast<long long>(donation.gifts.size());
    found.figures["valid_yen"] += yen;
    found.figures["one_stop_requests"] += donation.one_stop_requested ? 1 : 0;
    add(found.tables["by_applied_month"], donation.applied_on.iso_month(), yen);
    add(found.tables["by_donation_month"], donation.received_on->iso_month(), yen);
    add(found.tables["by_payment"], std::string{key_of(donation.payment_method)}, yen);
    add(found.tables["by_prefecture"], donation.contact.prefecture, yen);
    for (const auto& share : donation.purposes)
        add(found.tables["by_purpose"], share.key(), share.amount.amount());
    for (const auto& gift : donation.gifts)
        add(found.tables["by_gift"], gift.gift_key(), gift.amount.amount(), gift.quantity);
}

void add_donation(Found& found, const domain::Donation& donation)
{
    const auto add_state = [&found, &donation](const std::string& state) {
        found.figures[state + "_orders"] += 1;
        found.figures[state + "_rows"] += static_cast<long long>(donation.gifts.size());
        found.figures[state + "_yen"] += donation.amount.amount();
    };
    if (donation.state == domain::DonationState::Received) add_received(found, donation);
    if (donation.state == domain::DonationState::Cancelled) add_state("cancelled");
    if (donation.state == domain::DonationState::AwaitingPayment) add_state("pending");
}

Found read_file(const std::string& file, const portal_import::ImportSettings& settings)
{
    Found found;
    tests::FileBytes bytes{file};
    portal_import::PortalFile portal_file{bytes, settings};
    found.figures["rows"] = portal_file.rows();
    while (const auto outcome = portal_file.next()) {
        const bool is_error =
            outcome->kind == OrderOutcome::Kind::Error || outcome->kind == OrderOutcome::Kind::StrayRow;
        found.figures["duplicate_rows"] += outcome->skipped_rows;
        found.figures[is_error ? "broken_rows" : "lines"] += outcome->rows;
        found.figures["orders"] += is_error ? 0 : 1;
        found.figures["held"] += outcome->kind == OrderOutcome::Kind::Held ? 1 : 0;
        if (outcome->kind == OrderOutcome::Kind::Draft) add_donation(found, outcome->draft->donation);
    }
    return found;
}

const std::map<std::string, std::string> kPurposeLabels{{"1", "市長におまかせ"},
    {"2", "子育て・教育の充実に関する事業"}, {"3", "産業・観光の振興に関する事業"},
    {"4", "自然環境・景観の保全に関する事業"}, {"5", "中山間地域・離島の振興に関する事業"},
    {"6", "徳山動物園リニューアル事業"}, {"7", "医療・福祉の充実に関する事業"},
    {"8", "文化・スポーツの振興に関する事業"}};

// The truth's own words as our keys: payment words by the profile, purpose codes by label where the file has
// labels.
std::string key_of_truth(
    const std::string& table, const std::string& word, const portal_import::PortalProfile& profile)
{
    if (table == "by_payment") {
        const auto known = profile.payment_methods.find(portal_import::fold_word(word));
        return known == profile.payment_methods.end() ? "unknown " + word
                                                      : std::string{key_of(known->second)};
    }
    if (table == "by_prefecture" && word == "海外") return "overseas";
    if (table == "by_purpose" && profile.id != "generic") return kPurposeLabels.at(word);
    return word;
}

long differences(const Found& found, const json& truth, const portal_import::PortalProfile& profile)
{
    long count = 0;
    for (const auto& [name, figure] : found.figures) {
        const long long expected = name == "held" ? 0 : truth.at(name).get<long long>();
        if (expected == figure) continue;
        std::cout << name << ": truth " << expected << ", found " << figure << "\n";
        ++count;
    }
    for (const auto& [name, table] : found.tables) {
        Table expected;
        for (const auto& [word, entry] : truth.at(name).items()) {
            const long number = entry.value("orders", entry.value("units", 0L));
            add(expected, key_of_truth(name, word, profile), entry.at("yen"), number);
        }
        if (expected == table) continue;
        std::cout << name << " differs\n";
        for (const auto& [key, tally] : expected) {
            const auto other = table.find(key);
            const Tally got = other == table.end() ? Tally{} : other->second;
            if (got != tally)
                std::cout << "  " << key << ": " << tally.count << "/" << got.count << " " << tally.yen << "/"
                          << got.yen << "\n";
        }
        ++count;
    }
    return count;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::cerr << "truth_check ETC FILE.csv TRUTH.json\n";
        return 2;
    }
    try {
        const tests::ShippedRules rules{argv[1]};
        std::ifstream stream{argv[3]};
        const json truth = json::parse(stream);
        const int year = truth.at("parameters").at("year");
        const Found found = read_file(argv[2], rules.settings(domain::Date{year + 1, 12, 31}));
        const std::string portal = truth.at("parameters").at("portal");
        for (const auto& profile : rules.profiles) {
            if (profile.id == portal) return differences(found, truth, profile) == 0 ? 0 : 1;
        }
        std::cerr << "no profile " << portal << "\n";
    } catch (const domain::Refusal& refusal) {
        std::cerr << refusal.code();
        for (const auto& [key, value] : refusal.details()) std::cerr << " " << key << "=" << value;
        std::cerr << "\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
    }
    return 1;
}
