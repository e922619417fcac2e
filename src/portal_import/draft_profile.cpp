#include "furusato/portal_import/draft_profile.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/column_samples.hpp"
#include "portal_import/draft_words.hpp"
#include "portal_import/header_words.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {
namespace {

constexpr int kLeastConfidence = 40;
constexpr int kMostConfidence = 99;
constexpr int kContentAgrees = 10;       // added to what the header says
constexpr int kContentContradicts = 45;  // taken from it
constexpr int kContentAlone = 45;
constexpr int kNumberAlone = 41;  // less sure than a phone number or a postal code
constexpr std::size_t kMostWords = 30;
constexpr std::size_t kLongestWord = 30;
constexpr int kFits = 80;  // percent of the cells
constexpr int kDoesNotFit = 40;

/// A field that a column may hold.
struct Claim {
    Field field;
    std::size_t column;
    int confidence;
    bool by_header;
    bool by_content;
};

std::optional<CellKind> kind_of(Field field)
{
    switch (field) {
        case Field::AppliedOn:
        case Field::PaidOn: return CellKind::Day;
        case Field::BirthDate: return CellKind::BirthDay;
        case Field::Amount: return CellKind::Amount;
        case Field::Quantity: return CellKind::SmallNumber;
        case Field::PostalCode:
        case Field::RecipientPostalCode: return CellKind::PostalCode;
        case Field::Prefecture:
        case Field::RecipientPrefecture: return CellKind::Prefecture;
        case Field::City: return CellKind::City;
        case Field::Phone:
        case Field::RecipientPhone: return CellKind::Phone;
        case Field::Mail: return CellKind::Mail;
        case Field::Kana: return CellKind::Kana;
        case Field::Name: return CellKind::Name;
        case Field::OrderNumber: return CellKind::Number;
        default: return std::nullopt;
    }
}

/// Kinds that tell a field by themselves, without a word of the header.
constexpr std::array kTelling{Field::Mail, Field::Prefecture, Field::City, Field::PostalCode, Field::Phone,
    Field::Name, Field::Kana, Field::BirthDate, Field::AppliedOn, Field::Amount};

class Drafting {
public:
    Drafting(FileSample sample, const std::vector<PortalProfile>& known, const FieldWords& words,
        const domain::EraTable& eras)
        : sample_{std::move(sample)}, known_{known}, eras_{eras}, words_{known, words}, tables_{known}
    {}

    DraftedProfile draft();

private:
    std::optional<int> fit_of(const ColumnSample& column, Field field) const;
    void claim(std::size_t column);
    void claim_by_content(std::size_t column, const std::set<Field>& claimed);
    void take_gift_groups();
    void assign();
    void tell_shape();
    void tell_words();
    void tell_missing();
    void choose_signature();
    bool has(Field field) const { return column_of(field).has_value(); }
    std::optional<std::size_t> column_of(Field field) const;

    FileSample sample_;
    const std::vector<PortalProfile>& known_;
    const domain::EraTable& eras_;
    HeaderWords words_;
    WordTables tables_;
    std::vector<Claim> claims_;
    std::set<std::size_t> used_;
    std::map<Field, std::size_t> columns_;
    DraftedProfile draft_;
};

/// How many percent of the cells are what a field holds; nullopt where cells tell nothing about it.
std::optional<int> Drafting::fit_of(const ColumnSample& column, Field field) const
{
    if (column.filled() == 0) return std::nullopt;
    if (const auto share = tables_.share_known(column, field)) return share;
    const auto kind = kind_of(field);
    if (!kind) return std::nullopt;
    return share_of_kind(column, *kind, eras_);
}

void Drafting::claim(std::size_t at)
{
    const ColumnSample& column = sample_.columns[at];
    std::set<Field> claimed;
    for (const auto& [field, by_header] : words_.fields_of(column.header)) {
        const auto fit = fit_of(column, field);
        const bool agrees = fit && *fit >= kFits;
        int confidence = by_header + (agrees ? kContentAgrees : 0);
        if (fit && *fit < kDoesNotFit) confidence -= kContentContradicts;
        claims_.push_back({field, at, std::min(confidence, kMostConfidence), true, agrees});
        claimed.insert(field);
    }
    claim_by_content(at, claimed);
}

void Drafting::claim_by_content(std::size_t at, const std::set<Field>& claimed)
{
    for (const Field field : kTelling) {
        if (claimed.contains(field)) continue;
        const auto fit = fit_of(sample_.columns[at], field);
        if (fit && *fit >= kFits) claims_.push_back({field, at, kContentAlone * *fit / 100, false, true});
    }
    const ColumnSample& column = sample_.columns[at];
    const bool names_each_row = column.filled() == sample_.rows && sample_.rows > 1 &&
                                static_cast<long>(column.different().size()) == sample_.rows;
    if (names_each_row && !claimed.contains(Field::OrderNumber) &&
        share_of_kind(column, CellKind::Number, eras_) >= kFits)
        claims_.push_back({Field::OrderNumber, at, kNumberAlone, false, true});
    // "1" and "0" may be the yes and no of anything.
    for (const Field field : {Field::Status, Field::PaymentMethod, Field::DonorKind}) {
        if (claimed.contains(field)) continue;
        const auto fit = tables_.share_known(sample_.columns[at], field);
        const bool has_words = sample_.columns[at].different().size() > 1 || sample_.rows < 3;
        if (fit && *fit >= kFits && has_words) claims_.push_back({field, at, kContentAlone, false, true});
    }
}

/// "返礼品2_コード" stands for "返礼品{N}_コード" where a number 1 has the same column.
void Drafting::take_gift_groups()
{
    std::map<std::string, std::map<int, std::size_t>> templates;
    for (std::size_t at = 0; at < sample_.columns.size(); ++at) {
        const auto numbered = numbered_header(sample_.columns[at].header);
        if (numbered) templates[numbered->pattern][numbered->number] = at;
    }
    std::map<Field, DraftedField> best;
    for (const auto& [pattern, columns] : templates) {
        if (!columns.contains(1) || !columns.contains(2)) continue;
        for (const auto& [field, confidence] : words_.gift_fields_of(pattern)) {
            if (confidence < kLeastConfidence || best[field].confidence >= confidence) continue;
            best[field] = {field, pattern, confidence, true, false};
        }
        draft_.gift_groups = std::max(draft_.gift_groups, columns.rbegin()->first);
    }
    for (const auto& [field, drafted] : best) {
        if (drafted.confidence == 0) continue;
        draft_.gift_columns.push_back(drafted);
        for (const auto& [number, column] : templates[drafted.header]) used_.insert(column);
    }
    if (draft_.gift_columns.empty()) draft_.gift_groups = 0;
}

/// The surest claims first; each column holds one field and each field stands in one column.
void Drafting::assign()
{
    std::stable_sort(claims_.begin(), claims_.end(), [](const Claim& left, const Claim& right) {
        return std::tuple{-left.confidence, left.column} < std::tuple{-right.confidence, right.column};
    });
    for (const Claim& claim : claims_) {
        if (claim.confidence < kLeastConfidence || used_.contains(claim.column) || has(claim.field)) continue;
        used_.insert(claim.column);
        columns_[claim.field] = claim.column;
        draft_.fields.push_back({claim.field, sample_.columns[claim.column].header, claim.confidence,
            claim.by_header, claim.by_content});
    }
    std::sort(draft_.fields.begin(), draft_.fields.end(),
        [](const auto& left, const auto& right) { return left.field < right.field; });
    for (std::size_t at = 0; at < sample_.columns.size(); ++at) {
        const std::string& header = sample_.columns[at].header;
        if (!used_.contains(at) && !header.empty()) draft_.unused.push_back(header);
    }
}

std::optional<std::size_t> Drafting::column_of(Field field) const
{
    const auto found = columns_.find(field);
    return found == columns_.end() ? std::nullopt : std::optional{found->second};
}

void Drafting::tell_shape()
{
    const auto orders = column_of(Field::OrderNumber);
    const bool repeats = orders && static_cast<long>(sample_.columns[*orders].different().size()) <
                                       sample_.columns[*orders].filled();
    if (draft_.gift_groups > 0) {
        draft_.row_unit = RowUnit::Groups;
        draft_.amount_per = AmountPer::Order;
    } else if (const auto amount = column_of(Field::Amount)) {
        const bool is_price = fold_header(sample_.columns[*amount].header).find("単価") != std::string::npos;
        draft_.amount_per = is_price ? AmountPer::Unit : AmountPer::Line;
    }
    if (repeats && draft_.gift_groups == 0) draft_.notes.emplace_back("draft.several_rows_per_order");
    if (has(Field::Status)) return;
    if (has(Field::PaidOn)) draft_.state_from = StateFrom::PaidOn;
    draft_.notes.emplace_back(has(Field::PaidOn) ? "draft.state_from_paid_on" : "draft.no_state");
}

void Drafting::tell_words()
{
    for (const Field field : WordTables::fields()) {
        const auto column = column_of(field);
        if (!column) continue;
        // Free text may hold what is personal: only a list of few short words is told.
        const auto words = sample_.columns[*column].different();
        const bool is_list = words.size() <= kMostWords &&
                             std::all_of(words.begin(), words.end(), [](const std::string& word) {
                                 return length_in_characters(word) <= kLongestWord;
                             });
        if (!is_list) continue;
        const std::string table{key_of(field)};
        for (const std::string& word : words) {
            if (word.empty()) continue;
            const std::string meaning = tables_.meaning_of(field, word);
            if (meaning.empty()) {
                draft_.unknown_words[table].push_back(word);
            } else {
                draft_.known_words[table][meaning].push_back(word);
            }
        }
    }
}

void Drafting::tell_missing()
{
    for (const Field field : {Field::OrderNumber, Field::AppliedOn, Field::Amount}) {
        if (!has(field)) draft_.missing.push_back(field);
    }
    if (!has(Field::Name) && !has(Field::FamilyName)) draft_.missing.push_back(Field::Name);
}

/// Enough headers to be told from every known layout whose signature this header holds too.
void Drafting::choose_signature()
{
    constexpr std::size_t usual = 5;
    std::vector<std::string> headers;
    for (const ColumnSample& column : sample_.columns) headers.push_back(column.header);
    const HeaderIndex index{headers};
    std::size_t size = usual;
    for (const PortalProfile& profile : known_) {
        const bool fits = std::all_of(profile.signature.begin(), profile.signature.end(),
            [&index](const std::string& name) { return index.column_of(name).has_value(); });
        if (!fits) continue;
        size = std::max(size, profile.signature.size() + 1);
        draft_.notes.emplace_back("draft.layout_known");
    }
    // Those that an import needs are the least likely to change.
    const auto add = [&](const std::string& header) {
        auto& chosen = draft_.signature;
        const bool is_new = std::find(chosen.begin(), chosen.end(), header) == chosen.end();
        if (chosen.size() < size && is_new && !header.empty()) chosen.push_back(header);
    };
    for (const DraftedField& field : draft_.fields) add(field.header);
    for (const std::string& header : headers) add(header);
}

DraftedProfile Drafting::draft()
{
    draft_.format = sample_.format;
    draft_.encoding = sample_.encoding;
    draft_.header_line = sample_.header_line;
    draft_.rows_looked_at = sample_.rows;
    take_gift_groups();
    for (std::size_t at = 0; at < sample_.columns.size(); ++at) {
        if (!used_.contains(at)) claim(at);
    }
    assign();
    tell_shape();
    tell_words();
    tell_missing();
    choose_signature();
    return std::move(draft_);
}

}  // namespace

DraftedProfile draft_profile(ByteSource& source, const std::vector<PortalProfile>& known,
    const FieldWords& words, const domain::EraTable& eras)
{
    return Drafting{read_sample(source), known, words, eras}.draft();
}

}  // namespace furusato::portal_import
