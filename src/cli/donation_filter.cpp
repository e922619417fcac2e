#include "cli/donation_filter.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <sstream>

#include "cli/donation_filter_words.hpp"
#include "cli/read_options.hpp"

namespace furusato::cli {
namespace {

using domain::Refusal;
using domain::RefusalKind;

/// A key ("received") or its Japanese name ("受領済"); otherwise the names are told.
template <class Value, class Keys>
std::optional<Value> read_key(const Context& context, const char* option, const std::string& text,
    const Keys& keys, const std::string& label)
{
    if (text.empty()) return std::nullopt;
    return static_cast<Value>(read_word(context, option, text, keys, label));
}

/// Only those who said something of gifts can be asked for.
std::optional<domain::GiftWish> read_gift_wish(const Context& context, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    const auto said = std::span{domain::kGiftWishKeys}.subspan(1);
    return static_cast<domain::GiftWish>(
        1 + read_word(context, "--gift-wish", text, said, "label.gift_wish."));
}

/// An option with a text, as it is typed; `label` names it to people (label.filter.…).
struct TextOption {
    const char* name;
    const char* label;
    std::string FilterOptions::*text;
    const char* help;
};

constexpr std::array kTextOptions = std::to_array<TextOption>({
    {"--search", "search", &FilterOptions::search, "any number, or part of a name, kana, mail or phone"},
    {"--portal", "portal", &FilterOptions::portal, "portal id or name"},
    {"--state", "state", &FilterOptions::state,
        "applied, awaiting_payment, received, cancelled, refunded, refused, withdrawn or its Japanese name"},
    {"--payment-method", "payment_method", &FilterOptions::payment_method, "key or Japanese name"},
    {"--received-from", "received_from", &FilterOptions::received_from, "first day of receipt"},
    {"--received-through", "received_through", &FilterOptions::received_through, "last day of receipt"},
    {"--applied-from", "applied_from", &FilterOptions::applied_from, "first day of application"},
    {"--applied-through", "applied_through", &FilterOptions::applied_through, "last day of application"},
    {"--tax-year", "tax_year", &FilterOptions::tax_year, "tax year (2026 or R8)"},
    {"--amount-from", "amount_from", &FilterOptions::amount_from, "least amount in yen"},
    {"--amount-through", "amount_through", &FilterOptions::amount_through, "highest amount in yen"},
    {"--purpose", "purpose", &FilterOptions::purpose, "code or name of a purpose; none"},
    {"--gift", "gift", &FilterOptions::gift, "code or name of a gift; none"},
    {"--gift-wish", "gift_wish", &FilterOptions::gift_wish,
        "declined or undecided, or 返礼品辞退 or 返礼品未選択"},
    {"--on-behalf-of", "on_behalf_of", &FilterOptions::on_behalf_of,
        "accepted for this municipality (代理寄附)"},
    {"--prefecture", "prefecture", &FilterOptions::prefecture,
        "prefecture, e.g. 山口県 or 山口; overseas, none"},
    {"--duty", "duty", &FilterOptions::duty,
        "DUTY=HOLDER: whose duty it is (業務分担), e.g. one_stop=city or 出荷依頼=受託者"},
});

struct FlagOption {
    const char* name;
    const char* label;
    bool FilterOptions::*flag;
    const char* help;
};

constexpr std::array kFlagOptions = std::to_array<FlagOption>({
    {"--name-damaged", "damaged", &FilterOptions::damaged,
        "only names with lost characters, to be corrected"},
    {"--unreceipted", "unreceipted", &FilterOptions::unreceipted, "only those without a receipt"},
    {"--one-stop", "one_stop", &FilterOptions::one_stop, "only those with a wish for one-stop"},
    {"--unsettled", "unsettled", &FilterOptions::unsettled,
        "only those received for which no statement shows the money (payment list)"},
    {"--on-behalf", "on_behalf", &FilterOptions::on_behalf,
        "only those accepted for other municipalities (代理寄附)"},
    {"--resident-gift", "resident_gift", &FilterOptions::resident_gift,
        "only gifts that go to residents of the city, who must not get any"},
    {"--maybe-corporate-scheme", "corporate_scheme", &FilterOptions::corporate_scheme,
        "only those of corporations outside the city that may belong to 企業版"},
});

/// The options of a saved search ("--state received" a line) where the clerk typed nothing else.
void fill_in(FilterOptions& options, const std::string& filter)
{
    std::istringstream lines{filter};
    for (std::string line; std::getline(lines, line);) {
        const auto end = std::min(line.find(' '), line.size());
        const std::string name = line.substr(0, end);
        for (const auto& option : kTextOptions) {
            if (name == option.name && (options.*option.text).empty())
                options.*option.text = line.substr(std::min(end + 1, line.size()));
        }
        for (const auto& option : kFlagOptions) options.*option.flag |= name == option.name;
    }
}

}  // namespace

FilterOptions with_saved(const Context& context, FilterOptions options)
{
    if (!options.saved.empty()) fill_in(options, context.services.keep_searches().find(options.saved).filter);
    return options;
}

void add_filter_options(const Syntax& command, FilterOptions& options)
{
    for (const auto& option : kTextOptions)
        command.add_option(option.name, options.*option.text, option.help);
    for (const auto& option : kFlagOptions) command.add_flag(option.name, options.*option.flag, option.help);
    command.add_option("--saved", options.saved, "a saved search; what is typed beside it counts instead");
}

std::string filter_text(const Context& context, const FilterOptions& typed)
{
    const FilterOptions options = with_saved(context, typed);
    if (!options.search.empty()) throw Refusal{RefusalKind::Invalid, "search.word_not_kept"};
    std::string text;
    for (const auto& option : kTextOptions) {
        if (!(options.*option.text).empty())
            text += std::string{option.name} + " " + options.*option.text + "\n";
    }
    for (const auto& option : kFlagOptions) {
        if (options.*option.flag) text += std::string{option.name} + "\n";
    }
    return text;
}

application::DonationFilter filter_of(const Context& context, const FilterOptions& typed)
{
    const FilterOptions options = with_saved(context, typed);
    const auto& eras = context.services.eras();
    application::DonationFilter filter;
    filter.search = options.search;
    filter.portal = read_portal(context, options.portal);
    filter.state = read_key<domain::DonationState>(
        context, "--state", options.state, domain::kDonationStateKeys, "label.state.");
    filter.payment_method = read_payment_method(context, options.payment_method);
    filter.received_from = read_date("--received-from", options.received_from, eras);
    filter.received_through = read_date("--received-through", options.received_through, eras);
    filter.applied_from = read_date("--applied-from", options.applied_from, eras);
    filter.applied_through = read_date("--applied-through", options.applied_through, eras);
    filter.tax_year = read_year("--tax-year", options.tax_year, eras);
    filter.amount_from = read_yen("--amount-from", options.amount_from);
    filter.amount_through = read_yen("--amount-through", options.amount_through);
    filter.purpose = read_purpose(context, options.purpose);
    filter.gift = read_gift(context, options.gift);
    filter.gift_wish = read_gift_wish(context, options.gift_wish);
    if (options.on_behalf || !options.on_behalf_of.empty()) filter.on_behalf_of = options.on_behalf_of;
    filter.prefecture = read_prefecture(context, options.prefecture);
    filter.done_by = read_duty(context, options.duty);
    filter.only_damaged_names = options.damaged;
    filter.only_unreceipted = options.unreceipted;
    filter.only_one_stop = options.one_stop;
    filter.only_unsettled = options.unsettled;
    filter.only_resident_gifts = options.resident_gift;
    filter.only_corporate_scheme = options.corporate_scheme;
    filter.corporate_scheme = context.services.corporate_scheme().rules();
    return filter;
}

std::string filter_names(const Context& context, const FilterOptions& typed)
{
    const FilterOptions options = with_saved(context, typed);
    std::string names;
    const auto add = [&](const char* label, const std::string& value) {
        names += (names.empty() ? "" : "、") + context.sentence(std::string{"label.filter."} + label) +
                 (value.empty() ? "" : " " + value);
    };
    for (const auto& option : kTextOptions) {
        const std::string& text = options.*option.text;
        // What was searched for is personal data.
        if (!text.empty()) add(option.label, option.text == &FilterOptions::search ? "" : text);
    }
    for (const auto& option : kFlagOptions) {
        if (options.*option.flag) add(option.label, "");
    }
    return names.empty() ? context.sentence("label.filter.everything") : names;
}

}  // namespace furusato::cli
