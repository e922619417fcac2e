#include "main/profile_document.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::composition {
namespace {

using nlohmann::ordered_json;
using portal_import::DraftedProfile;
using portal_import::Field;

bool has(const DraftedProfile& draft, Field field)
{
    return std::any_of(draft.fields.begin(), draft.fields.end(),
        [field](const auto& drafted) { return drafted.field == field; });
}

/// Which words nobody knows yet: a person sorts them into "values".
std::string notice_of(const DraftedProfile& draft)
{
    std::string notice;
    for (const auto& [table, words] : draft.unknown_words) {
        notice += notice.empty() ? "" : "／";
        notice += "values." + table + " に分けて書く語：";
        for (std::size_t at = 0; at < words.size() && at < 30; ++at)
            notice += (at == 0 ? "" : "、") + words[at];
    }
    return notice;
}

ordered_json columns_of(const std::vector<portal_import::DraftedField>& fields)
{
    ordered_json columns = ordered_json::object();
    for (const auto& field : fields)
        columns[std::string{key_of(field.field)}] = ordered_json::array({field.header});
    return columns;
}

ordered_json required_of(const DraftedProfile& draft)
{
    ordered_json required = ordered_json::array();
    for (const Field field : {Field::OrderNumber, Field::AppliedOn, Field::Status, Field::PaymentMethod,
             Field::Amount, Field::Name, Field::FamilyName}) {
        if (has(draft, field)) required.push_back(key_of(field));
    }
    return required;
}

/// Whether some meaning of the table has the word already.
bool holds_word(const ordered_json& table, const std::string& word)
{
    for (const auto& [meaning, words] : table.items()) {
        for (const auto& known : words) {
            if (portal_import::fold_word(known.get<std::string>()) == portal_import::fold_word(word))
                return true;
        }
    }
    return false;
}

ordered_json values_of(const DraftedProfile& draft, const std::filesystem::path& own_layout)
{
    std::ifstream stream{own_layout};
    const ordered_json own =
        stream ? ordered_json::parse(stream).value("values", ordered_json::object()) : ordered_json::object();
    ordered_json values = ordered_json::object();
    for (const Field field : {Field::Status, Field::PaymentStatus, Field::PaymentMethod, Field::OneStop,
             Field::DonorKind, Field::NamePublication, Field::RecipientIsDonor}) {
        if (!has(draft, field)) continue;
        const std::string table{key_of(field)};
        values[table] = own.value(table, ordered_json::object());
        const auto known = draft.known_words.find(table);
        if (known == draft.known_words.end()) continue;
        for (const auto& [meaning, words] : known->second) {
            for (const std::string& word : words) {
                if (!holds_word(values[table], word)) values[table][meaning].push_back(word);
            }
        }
    }
    return values;
}

void add_shape(ordered_json& document, const DraftedProfile& draft)
{
    using portal_import::AmountPer;
    using portal_import::RowUnit;
    document["row_unit"] = draft.row_unit == RowUnit::Groups ? "groups" : "item";
    document["amount_per"] = draft.amount_per == AmountPer::Order  ? "order"
                             : draft.amount_per == AmountPer::Unit ? "unit"
                                                                   : "line";
    if (draft.state_from == portal_import::StateFrom::PaidOn) document["state_from"] = "paid_on";
    if (!has(draft, Field::Name) && !has(draft, Field::FamilyName)) document["donor"] = "may_be_missing";
    if (draft.gift_groups > 0)
        document["gift_groups"] = {{"most", draft.gift_groups}, {"columns", columns_of(draft.gift_columns)}};
    if (draft.format.delimiter != ',')
        document["delimiter"] = portal_import::key_of_delimiter(draft.format.delimiter);
}

}  // namespace

std::string profile_document(const DraftedProfile& draft, const std::string& id, const std::string& label,
    const std::filesystem::path& own_layout)
{
    ordered_json document;
    document["id"] = id;
    document["label"] = label;
    document["source"] = "furusato profile draft の案。列の割り当てを確かめて直す。";
    const std::string notice = notice_of(draft);
    if (!notice.empty()) document["notice"] = notice;
    document["valid_from"] = "2000-01-01";
    document["signature"] = draft.signature;
    document["columns"] = columns_of(draft.fields);
    document["required"] = required_of(draft);
    add_shape(document, draft);
    document["values"] = values_of(draft, own_layout);
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

portal_import::FieldWords read_header_words(const std::filesystem::path& file)
{
    portal_import::FieldWords words;
    std::ifstream stream{file};
    const auto document = stream ? nlohmann::json::parse(stream, nullptr, false) : nlohmann::json::object();
    for (std::size_t at = 0; at < portal_import::kFieldCount; ++at) {
        const std::string key{portal_import::kFieldKeys[at]};
        if (!document.is_object() || !document.contains(key)) continue;
        words[static_cast<Field>(at)] = document.at(key).get<std::vector<std::string>>();
    }
    return words;
}

}  // namespace furusato::composition
