#include "cli/donation_filter_words.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "cli/context.hpp"
#include "cli/read_options.hpp"
#include "furusato/application/typed_word.hpp"
#include "furusato/domain/prefecture.hpp"

namespace furusato::cli {

using application::key_of_word;
using domain::Refusal;
using domain::RefusalKind;

namespace {

/// A code with what it is called.
struct Named {
    std::string code, name;
};

[[noreturn]] void refuse(
    const Context& context, const char* option, const std::string& text, const std::vector<Named>& allowed)
{
    std::string values;
    for (const auto& [code, name] : allowed)
        values +=
            (values.empty() ? "" : "、") + code + (name.empty() || name == code ? "" : "（" + name + "）");
    throw Refusal{RefusalKind::Invalid, "option.invalid",
        {{"option", option}, {"value", text},
            {"allowed", values.empty() ? "" : context.sentence("option.allowed", {{"values", values}})}}};
}

/// By what the text is compared; nothing for no text. Blanks alone are no word.
std::optional<std::string> read_key_of_word(
    const Context& context, const char* option, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    std::string key = key_of_word(text);
    if (key.empty()) refuse(context, option, text, {});
    // For donations that have nothing of the kind.
    if (key == key_of_word("none") || key == key_of_word(context.sentence("label.none_word"))) return "";
    return key;
}

/// The one code that is or was called by the word; empty where none is. A name that several codes had says nothing of which is meant.
std::string only_code(const char* option, const std::string& text, const std::set<std::string>& codes)
{
    if (codes.empty()) return {};
    if (codes.size() == 1) return *codes.begin();
    std::string all;
    for (const auto& code : codes) all += (all.empty() ? "" : "、") + code;
    throw Refusal{
        RefusalKind::Invalid, "filter.name_ambiguous", {{"option", option}, {"value", text}, {"codes", all}}};
}

/// Everything that a version is called: a payment method by the program's word as well.
std::vector<std::string> names_of(const Context& context, const application::ListedMaster& listed)
{
    std::vector<std::string> names;
    if (!listed.version.name.empty()) names.push_back(listed.version.name);
    if (listed.kind == domain::MasterKind::PaymentMethod)
        names.push_back(context.sentence("label.payment_method." + listed.version.code));
    return names;
}

/// The code of a master that the key names by its code or else by a name that it has or had.
std::string code_of(const Context& context, const char* option, const std::string& text,
    const std::string& key, domain::MasterKind kind)
{
    std::vector<Named> known;
    std::set<std::string> codes;
    for (const auto& listed : context.services.manage_masters().list(kind, context.caller.business_date)) {
        const auto& version = listed.version;
        if (version.is_withdrawn()) continue;
        if (key_of_word(version.code) == key) return version.code;
        if (known.empty() || known.back().code != version.code) known.push_back({version.code, ""});
        for (const auto& name : names_of(context, listed)) {
            if (key_of_word(name) == key) codes.insert(version.code);
            known.back().name = name;
        }
    }
    std::string code = only_code(option, text, codes);
    if (code.empty()) refuse(context, option, text, known);
    return code;
}

}  // namespace

std::optional<std::string> read_portal(const Context& context, const std::string& text)
{
    auto key = read_key_of_word(context, "--portal", text);
    if (!key) return key;
    return code_of(context, "--portal", text, *key, domain::MasterKind::Portal);
}

std::optional<std::string> read_purpose(const Context& context, const std::string& text)
{
    auto key = read_key_of_word(context, "--purpose", text);
    if (!key || key->empty()) return key;
    return code_of(context, "--purpose", text, *key, domain::MasterKind::Purpose);
}

std::optional<domain::PaymentMethod> read_payment_method(const Context& context, const std::string& text)
{
    const auto key = read_key_of_word(context, "--payment-method", text);
    if (!key) return std::nullopt;
    return domain::payment_method_of(
        code_of(context, "--payment-method", text, *key, domain::MasterKind::PaymentMethod));
}

// A code that no master knows may stand in a file.
std::optional<std::string> read_gift(const Context& context, const std::string& text)
{
    auto key = read_key_of_word(context, "--gift", text);
    if (!key || key->empty()) return key;
    auto code = only_code("--gift", text, context.services.list_gifts().codes_of(text));
    if (!code.empty()) return code;
    application::DonationFilter one;
    one.gift = key;
    one.limit = 1;
    bool is_given = false;
    context.services.list_donations().execute(
        one, [&](const application::ListedDonation&) { is_given = true; });
    if (!is_given) throw Refusal{RefusalKind::Invalid, "filter.gift_unknown", {{"code", text}}};
    return key;
}

std::optional<application::DutyFilter> read_duty(const Context& context, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    const auto sign = std::min(text.find('='), text.size());
    const auto duty = read_word(context, "--duty", text.substr(0, sign), domain::kDutyKeys, "label.duty.");
    const auto holder = read_word(context, "--duty", text.substr(std::min(sign + 1, text.size())),
        domain::kDutyHolderKeys, "label.holder.");
    return application::DutyFilter{static_cast<domain::Duty>(duty), static_cast<domain::DutyHolder>(holder),
        context.caller.business_date};
}

std::optional<std::string> read_prefecture(const Context& context, const std::string& text)
{
    auto key = read_key_of_word(context, "--prefecture", text);
    if (!key || key->empty()) return key;
    for (const auto& overseas : {std::string{"overseas"}, context.sentence("label.prefecture.overseas")}) {
        if (*key == key_of_word(overseas)) return "overseas";
    }
    for (const char* ending : {"", "都", "道", "府", "県"}) {
        if (domain::is_prefecture(*key + ending)) return *key + ending;
    }
    throw Refusal{RefusalKind::Invalid, "filter.prefecture_unknown", {{"name", text}}};
}

}  // namespace furusato::cli
