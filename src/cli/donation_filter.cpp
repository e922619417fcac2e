#include "cli/donation_filter.hpp"

#include <CLI/CLI.hpp>
#include <optional>

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

}  // namespace

void add_filter_options(CLI::App& command, FilterOptions& options)
{
    command.add_option("--search", options.search, "any number, or part of a name, kana, mail or phone");
    command.add_option("--portal", options.portal, "portal id or name");
    command.add_option("--state", options.state,
        "applied, awaiting_payment, received, cancelled, refunded, refused or its Japanese name");
    command.add_option("--payment-method", options.payment_method, "key or Japanese name");
    command.add_option("--received-from", options.received_from, "first day of receipt");
    command.add_option("--received-through", options.received_through, "last day of receipt");
    command.add_option("--applied-from", options.applied_from, "first day of application");
    command.add_option("--applied-through", options.applied_through, "last day of application");
    command.add_option("--tax-year", options.tax_year, "tax year (2026 or R8)");
    command.add_option("--amount-from", options.amount_from, "least amount in yen");
    command.add_option("--amount-through", options.amount_through, "highest amount in yen");
    command.add_option("--purpose", options.purpose, "code or name of a purpose; none");
    command.add_option("--gift", options.gift, "code or name of a gift; none");
    command.add_option("--prefecture", options.prefecture, "prefecture, e.g. 山口県 or 山口; overseas, none");
    command.add_flag("--name-damaged", options.damaged, "only names with lost characters, to be corrected");
    command.add_flag("--unreceipted", options.unreceipted, "only those without a receipt");
    command.add_flag("--one-stop", options.one_stop, "only those with a wish for one-stop");
    command.add_flag("--resident-gift", options.resident_gift,
        "only gifts that go to residents of the city, who must not get any");
    command.add_flag("--maybe-corporate-scheme", options.corporate_scheme,
        "only those of corporations outside the city that may belong to 企業版");
}

application::DonationFilter filter_of(const Context& context, const FilterOptions& options)
{
    const auto& eras = context.services.eras();
    application::DonationFilter filter;
    filter.search = options.search;
    filter.portal = read_portal(context, options.portal);
    filter.state = read_key<domain::DonationState>(
        context, "--state", options.state, domain::kDonationStateKeys, "label.state.");
    filter.payment_method = read_key<domain::PaymentMethod>(context, "--payment-method",
        options.payment_method, domain::kPaymentMethodKeys, "label.payment_method.");
    filter.received_from = read_date("--received-from", options.received_from, eras);
    filter.received_through = read_date("--received-through", options.received_through, eras);
    filter.applied_from = read_date("--applied-from", options.applied_from, eras);
    filter.applied_through = read_date("--applied-through", options.applied_through, eras);
    filter.tax_year = read_year("--tax-year", options.tax_year, eras);
    filter.amount_from = read_yen("--amount-from", options.amount_from);
    filter.amount_through = read_yen("--amount-through", options.amount_through);
    filter.purpose = read_purpose(context, options.purpose);
    filter.gift = read_gift(context, options.gift);
    filter.prefecture = read_prefecture(context, options.prefecture);
    filter.only_damaged_names = options.damaged;
    filter.only_unreceipted = options.unreceipted;
    filter.only_one_stop = options.one_stop;
    filter.only_resident_gifts = options.resident_gift;
    filter.only_corporate_scheme = options.corporate_scheme;
    filter.corporate_scheme = context.services.corporate_scheme().rules();
    return filter;
}

std::string filter_names(const Context& context, const FilterOptions& options)
{
    std::string names;
    const auto add = [&](const char* key, const std::string& value, bool is_chosen) {
        if (!is_chosen) return;
        names += (names.empty() ? "" : "、") + context.sentence(std::string{"label.filter."} + key) +
                 (value.empty() ? "" : " " + value);
    };
    const auto add_value = [&](const char* key, const std::string& value) {
        add(key, value, !value.empty());
    };
    add("search", "", !options.search.empty());
    add_value("portal", options.portal);
    add_value("state", options.state);
    add_value("payment_method", options.payment_method);
    add_value("received_from", options.received_from);
    add_value("received_through", options.received_through);
    add_value("applied_from", options.applied_from);
    add_value("applied_through", options.applied_through);
    add_value("tax_year", options.tax_year);
    add_value("amount_from", options.amount_from);
    add_value("amount_through", options.amount_through);
    add_value("purpose", options.purpose);
    add_value("gift", options.gift);
    add_value("prefecture", options.prefecture);
    add("damaged", "", options.damaged);
    add("unreceipted", "", options.unreceipted);
    add("one_stop", "", options.one_stop);
    add("resident_gift", "", options.resident_gift);
    add("corporate_scheme", "", options.corporate_scheme);
    return names.empty() ? context.sentence("label.filter.everything") : names;
}

}  // namespace furusato::cli
