#include "main/rule_files.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "furusato/domain/refusal.hpp"

namespace furusato::composition {
namespace {

using nlohmann::json;

// Whatever is wrong with a file of rules, the answer names the file and why.
template <class Read>
auto read_rules(const std::filesystem::path& file, Read read)
{
    try {
        std::ifstream stream{file};
        if (!stream) throw std::runtime_error{"cannot be opened"};
        return read(stream);
    } catch (const std::exception& error) {
        throw domain::Refusal{domain::RefusalKind::Invalid, "rules.invalid",
            {{"file", file.string()}, {"reason", error.what()}}};
    }
}

domain::Date date_of(const json& text)
{
    const auto date = domain::Date::parse_iso(text.get<std::string>());
    if (!date) throw std::invalid_argument{"not a date: " + text.get<std::string>()};
    return *date;
}

domain::ReceivedDateBasis basis_of(const std::string& word)
{
    if (word == "paid_else_applied") return domain::ReceivedDateBasis::PaidElseApplied;
    if (word == "paid") return domain::ReceivedDateBasis::Paid;
    throw std::invalid_argument{"unknown basis: " + word};
}

domain::ReceivedDateRule rule_of(const json& entry)
{
    const auto key = entry.at("method").get<std::string>();
    const auto method = domain::payment_method_of(key);
    if (!method) throw std::invalid_argument{"unknown payment method: " + key};
    return {entry.at("code"), *method, date_of(entry.at("valid_from")), basis_of(entry.at("basis")),
        entry.value("source", ""), entry.value("note", "")};
}

domain::DonorMatchRule donor_match_rule_of(const json& entry)
{
    domain::DonorMatchRule rule;
    rule.valid_from = date_of(entry.at("valid_from"));
    for (std::size_t i = 0; i < rule.points.size(); ++i) {
        const json& points = entry.at(std::string{domain::kMatchFieldKeys[i]});
        rule.points[i] = {points.at("agrees"), points.value("partly", 0), points.value("differs", 0)};
    }
    rule.another_person = entry.at("another_person");
    rule.automatic = entry.at("automatic");
    rule.review = entry.at("review");
    rule.largest_block = entry.at("largest_block");
    return rule;
}

}  // namespace

domain::EraTable read_eras(const std::filesystem::path& file)
{
    return read_rules(file, [](std::istream& stream) {
        const json document = json::parse(stream);
        std::vector<domain::Era> eras;
        for (const json& entry : document.at("eras")) {
            domain::Era era{entry.at("name"), entry.at("letter"), date_of(entry.at("first_day"))};
            era.first_number = entry.value("first_number", 1);
            eras.push_back(std::move(era));
        }
        return domain::EraTable{std::move(eras)};
    });
}

domain::ReceivedDateRules read_received_date_rules(const std::filesystem::path& file)
{
    return read_rules(file, [](std::istream& stream) {
        const json document = json::parse(stream);
        std::vector<domain::ReceivedDateRule> rules;
        for (const json& entry : document.at("rules")) rules.push_back(rule_of(entry));
        return domain::ReceivedDateRules{std::move(rules)};
    });
}

domain::OneStopLimits read_one_stop_limits(
    const std::filesystem::path& file, const std::filesystem::path& holidays)
{
    const auto days = read_rules(holidays, [](std::istream& stream) {
        std::set<domain::Date> closed;
        std::string line;
        std::getline(stream, line);
        if (line != "date,name") throw std::invalid_argument{"unknown columns: " + line};
        while (std::getline(stream, line)) closed.insert(date_of(line.substr(0, line.find(','))));
        return domain::OpeningDays{std::move(closed)};
    });
    return read_rules(file, [&](std::istream& stream) {
        const json document = json::parse(stream);
        std::vector<domain::OneStopLimitRule> rules;
        for (const json& entry : document.at("limits"))
            rules.push_back(
                {entry.at("from_tax_year"), entry.at("month"), entry.at("day"), entry.at("shifted")});
        return domain::OneStopLimits{std::move(rules), days};
    });
}

domain::CorporateScheme read_corporate_scheme(const std::filesystem::path& file)
{
    return read_rules(file, [](std::istream& stream) {
        const json document = json::parse(stream);
        std::vector<domain::CorporateSchemeRule> rules;
        for (const json& entry : document.at("rules"))
            rules.push_back({date_of(entry.at("from")), date_of(entry.at("through")),
                domain::Yen{entry.at("minimum_yen").get<std::int64_t>()}});
        return domain::CorporateScheme{std::move(rules)};
    });
}

domain::DonorMatchRules read_donor_match_rules(const std::filesystem::path& file)
{
    return read_rules(file, [](std::istream& stream) {
        const json document = json::parse(stream);
        std::vector<domain::DonorMatchRule> rules;
        for (const json& entry : document.at("rules")) rules.push_back(donor_match_rule_of(entry));
        return domain::DonorMatchRules{std::move(rules)};
    });
}

std::vector<domain::RetentionRule> read_retention_rules(const std::filesystem::path& file)
{
    return read_rules(file, [](std::istream& stream) {
        const json document = json::parse(stream);
        std::vector<domain::RetentionRule> rules;
        for (const json& entry : document.at("rules")) {
            const auto key = entry.at("subject").get<std::string>();
            const auto subject = domain::retention_subject_of(key);
            if (!subject) throw std::invalid_argument{"unknown subject: " + key};
            const int years = entry.at("years").get<int>();
            if (years < 1 || years > 100) throw std::invalid_argument{"years of " + key};
            rules.push_back({entry.at("code"), *subject, date_of(entry.at("valid_from")), years,
                entry.at("action"), entry.at("source"), entry.at("confirmed").get<bool>()});
        }
        return rules;
    });
}

portal_import::NameFolds read_name_folds(const std::filesystem::path& file)
{
    return read_rules(file, [](std::istream& stream) {
        std::unordered_map<std::string, std::string> variants;
        std::string line;
        std::getline(stream, line);
        if (!line.starts_with("variant,codepoint,canonical,"))
            throw std::invalid_argument{"unknown columns: " + line};
        while (std::getline(stream, line)) {
            const auto first = line.find(',');
            const auto second = line.find(',', first + 1);
            const auto third = line.find(',', second + 1);
            if (third == std::string::npos) throw std::invalid_argument{"too few columns: " + line};
            variants.emplace(line.substr(0, first), line.substr(second + 1, third - second - 1));
        }
        return portal_import::NameFolds{std::move(variants)};
    });
}

}  // namespace furusato::composition
