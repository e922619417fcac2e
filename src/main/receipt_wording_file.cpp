#include "main/receipt_wording_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "furusato/domain/refusal.hpp"

namespace furusato::composition {
namespace {

constexpr std::array<std::string_view, 4> kPlaceholders{
    "amount", "received_on", "programme_name", "city_name"};

void require(bool is_true, const std::string& reason)
{
    if (!is_true) throw std::invalid_argument{reason};
}

/// A misspelt placeholder would be printed as it stands on thousands of sheets.
void check_placeholders(std::string_view text)
{
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto name = text.substr(open + 1, text.find('}', open) - open - 1);
        const bool is_known =
            std::find(kPlaceholders.begin(), kPlaceholders.end(), name) != kPlaceholders.end();
        require(is_known, "unknown placeholder {" + std::string{name} + "}");
    }
}

std::vector<std::string> printed_notes(const nlohmann::json& notes)
{
    std::vector<std::string> texts;
    for (const auto& note : notes) {
        if (note.at("print").get<bool>()) texts.push_back(note.at("text").get<std::string>());
    }
    return texts;
}

application::ReceiptWording wording_of(const nlohmann::json& entry)
{
    const auto valid_from = domain::Date::parse_iso(entry.at("valid_from").get<std::string>());
    require(valid_from.has_value(), "valid_from is not a date");
    application::ReceiptWording wording{
        .version = entry.at("version").get<std::string>(),
        .valid_from = *valid_from,
        .title = entry.at("title").get<std::string>(),
        .amount_line = entry.at("amount_line").get<std::string>(),
        .body = entry.at("body").get<std::vector<std::string>>(),
        .notes = printed_notes(entry.at("notes")),
    };
    require(!wording.version.empty() && !wording.title.empty(), "version or title is empty");
    // Amount and day of receipt are what the certificate has to prove (rules.md 1.1).
    require(wording.amount_line.find("{amount}") != std::string::npos, "amount_line lacks {amount}");
    const bool has_day = std::any_of(wording.body.begin(), wording.body.end(),
        [](const std::string& line) { return line.find("{received_on}") != std::string::npos; });
    require(has_day, "body lacks {received_on}");
    check_placeholders(wording.amount_line);
    for (const auto& line : wording.body) check_placeholders(line);
    for (const auto& note : wording.notes) check_placeholders(note);
    return wording;
}

std::vector<application::ReceiptWording> wordings_of(const nlohmann::json& document)
{
    std::vector<application::ReceiptWording> wordings;
    for (const auto& entry : document.at("wordings")) wordings.push_back(wording_of(entry));
    require(!wordings.empty(), "no wording");
    std::sort(wordings.begin(), wordings.end(),
        [](const auto& left, const auto& right) { return left.valid_from < right.valid_from; });
    for (std::size_t index = 0; index < wordings.size(); ++index) {
        for (std::size_t other = 0; other < index; ++other) {
            require(wordings[index].version != wordings[other].version,
                "version twice: " + wordings[index].version);
            require(
                wordings[index].valid_from != wordings[other].valid_from, "two wordings from the same day");
        }
    }
    return wordings;
}

}  // namespace

std::vector<application::ReceiptWording> read_receipt_wordings(const std::filesystem::path& file)
{
    try {
        std::ifstream stream{file};
        require(stream.is_open(), "cannot be opened");
        return wordings_of(nlohmann::json::parse(stream));
    } catch (const std::exception& error) {
        throw domain::Refusal{domain::RefusalKind::Invalid, "rules.invalid",
            {{"file", file.string()}, {"reason", error.what()}}};
    }
}

}  // namespace furusato::composition
