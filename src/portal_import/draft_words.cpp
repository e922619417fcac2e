#include "portal_import/draft_words.hpp"

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/characters.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
namespace {

std::string key_of_state(ToldState state)
{
    switch (state) {
        case ToldState::AwaitingPayment: return "awaiting_payment";
        case ToldState::Received: return "received";
        case ToldState::Cancelled: return "cancelled";
        case ToldState::Undecided: return "undecided";
    }
    return {};
}

/// Two profiles that mean different things by a word leave it without a meaning.
void add_words(std::map<std::string, std::string>& table, const std::string& word, const std::string& meaning)
{
    const auto entry = table.emplace(word, meaning).first;
    if (entry->second != meaning) entry->second.clear();
}

}  // namespace

WordTables::WordTables(const std::vector<PortalProfile>& known)
{
    const auto add_yes_and_no = [this](Field field, const std::map<std::string, bool>& words) {
        for (const auto& [word, is_yes] : words) add_words(tables_[field], word, is_yes ? "yes" : "no");
    };
    for (const PortalProfile& profile : known) {
        for (const auto& [word, state] : profile.states)
            add_words(tables_[Field::Status], word, key_of_state(state));
        for (const auto& [word, method] : profile.payment_methods)
            add_words(tables_[Field::PaymentMethod], word, std::string{domain::key_of(method)});
        for (const auto& [word, kind] : profile.donor_kinds)
            add_words(tables_[Field::DonorKind], word, std::string{domain::key_of(kind)});
        add_yes_and_no(Field::PaymentStatus, profile.payment_states);
        add_yes_and_no(Field::OneStop, profile.one_stop);
        add_yes_and_no(Field::NamePublication, profile.name_publication);
        add_yes_and_no(Field::RecipientIsDonor, profile.recipient_is_donor);
    }
}

std::string WordTables::meaning_of(Field field, const std::string& word) const
{
    const auto table = tables_.find(field);
    return table == tables_.end() ? std::string{} : look_up(table->second, word).value_or("");
}

std::optional<int> WordTables::share_known(const ColumnSample& column, Field field) const
{
    if (!tables_.contains(field)) return std::nullopt;
    std::map<std::string, long> counts;
    for (const std::string& cell : column.cells) {
        if (!cell.empty()) ++counts[cell];
    }
    long filled = 0;
    long known = 0;
    for (const auto& [word, count] : counts) {
        filled += count;
        known += meaning_of(field, word).empty() ? 0 : count;
    }
    return filled == 0 ? 0 : static_cast<int>(known * 100 / filled);
}

std::optional<NumberedHeader> numbered_header(const std::string& header)
{
    constexpr std::size_t most_figures = 2;
    const std::string text = nfkc(header);
    const auto first = text.find_first_of("0123456789");
    if (first == std::string::npos || first == 0) return std::nullopt;
    const auto last = std::min(text.find_first_not_of("0123456789", first), text.size());
    if (last - first > most_figures) return std::nullopt;
    return NumberedHeader{
        text.substr(0, first) + "{N}" + text.substr(last), std::stoi(text.substr(first, last - first))};
}

}  // namespace furusato::portal_import
