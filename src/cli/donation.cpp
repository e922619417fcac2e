#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_cursor.hpp"
#include "cli/donation_filter.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"
#include "cli/ticket_texts.hpp"
#include "furusato/domain/designation_period.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/tax_year.hpp"

namespace furusato::cli {
namespace {

using application::DonationFilter;
using application::DonationOrder;
using application::ListedDonation;
using domain::Donation;
using nlohmann::json;

struct DonationOptions {
    FilterOptions filter;
    std::string number, order, after;
    bool newest_first = false;
    std::optional<std::int64_t> limit;
    std::optional<std::string> reveal;
};

std::string receipt_issuer(const ListedDonation& listed)
{
    const bool is_former = !listed.receipt_year && domain::has_former_receipt(listed.donation);
    return is_former ? "former_system" : std::string{domain::key_of(listed.receipts_by)};
}

json former_json(const std::optional<domain::FormerRecord>& former)
{
    if (!former) return nullptr;
    return {{"number", former->number}, {"receipt", former->receipt_number},
        {"receipt_on", date_json(former->receipt_on)},
        {"one_stop_accepted_on", date_json(former->one_stop_accepted_on)}};
}

json donation_json(const Context& context, const ListedDonation& listed)
{
    const Donation& donation = listed.donation;
    json donor = contact_json(donation.contact);
    donor["id"] = donation.donor.value;
    donor["kind"] = domain::key_of(donation.donor_kind);
    donor["address_hidden"] = listed.is_address_hidden;
    json purposes = json::array();
    for (const auto& share : donation.purposes) {
        purposes.push_back({{"code", share.code.empty() ? json(nullptr) : json(share.code)},
            {"label", share.written}, {"yen", share.amount.amount()}});
    }
    json gifts = json::array();
    for (const auto& line : donation.gifts) {
        gifts.push_back({{"code", line.gift_key()}, {"name", line.gift_name}, {"quantity", line.quantity},
            {"yen", line.amount.amount()}, {"shipping_state", line.shipping_state}});
    }
    const std::string receipt = receipt_number(context, listed);
    return {{"number", donation.number.text()}, {"portal", donation.order.portal},
        {"portal_order_number", donation.order.order_number}, {"donor", donor},
        {"amount_yen", donation.amount.amount()}, {"points_yen", donation.points.amount()},
        {"applied_on", donation.applied_on.iso()}, {"paid_on", date_json(donation.paid_on)},
        {"received_on", date_json(donation.received_on)}, {"received_rule", donation.received_rule},
        {"ended_on", date_json(donation.ended_on)}, {"state", domain::key_of(donation.state)},
        {"payment_method", domain::key_of(donation.payment_method)},
        {"one_stop_requested", donation.one_stop_requested}, {"name_damaged", donation.name_damaged},
        {"purposes", purposes}, {"gifts", gifts},
        {"receipt", receipt.empty() ? json(nullptr) : json(receipt)},
        {"receipt_issuer", receipt_issuer(listed)}, {"former", former_json(donation.former)}};
}

/// As asked for; else by the day that the list is about, which an index then answers, or in order of entry.
DonationOrder order_of(const Context& context, const DonationOptions& options)
{
    if (!options.order.empty())
        return static_cast<DonationOrder>(
            read_word(context, "--sort", options.order, application::kDonationOrderKeys, "label.order."));
    const FilterOptions filter = with_saved(context, options.filter);
    if (!filter.received_from.empty() || !filter.received_through.empty() || !filter.tax_year.empty())
        return DonationOrder::ReceivedOn;
    if (!filter.applied_from.empty() || !filter.applied_through.empty()) return DonationOrder::AppliedOn;
    return DonationOrder::Entry;
}

struct ListedPage {
    std::int64_t shown = 0;
    std::string next;  // cursor; empty at the end
    bool is_by_word = false;
    application::DonationCount total;
};

/// Streams what the filter leaves up to its limit, whatever the number of donations.
ListedPage list_page(Context& context, DonationFilter filter, application::Disclosure disclosure,
    const std::function<void(const ListedDonation&)>& visit)
{
    const std::int64_t limit = filter.limit.value_or(INT64_MAX);
    // One more than is shown tells whether the list goes on: the total may be an estimate.
    if (limit < INT64_MAX) filter.limit = limit + 1;
    ListedPage page;
    std::string last;
    page.total = context.services.list_donations().execute(
        filter,
        [&](const ListedDonation& listed) {
            if (page.shown == limit) {
                page.next = last;
                return;
            }
            ++page.shown;
            last = cursor_of(listed, filter.order);
            page.is_by_word = listed.is_by_word;
            visit(listed);
        },
        disclosure);
    return page;
}

std::int64_t list_json(Context& context, const DonationFilter& filter, application::Disclosure disclosure)
{
    // Begun with the first donation: what is refused is one object, an error.
    const char* const begin = "{\"items\":[";
    const char* separator = begin;
    const auto page = list_page(context, filter, disclosure, [&](const ListedDonation& listed) {
        context.out << separator
                    << donation_json(context, listed).dump(-1, ' ', false, json::error_handler_t::replace);
        separator = ",";
    });
    context.out << (separator == begin ? begin : "")
                << "],\"next\":" << (page.next.empty() ? "null" : "\"" + page.next + "\"")
                << ",\"total\":" << page.total.number
                << ",\"total_is_exact\":" << (page.total.is_exact ? "true" : "false") << "}\n";
    return page.shown;
}

std::int64_t list_table(Context& context, const DonationFilter& filter, application::Disclosure disclosure)
{
    using Align = TextTable::Align;
    TextTable table{
        {{"受付番号", Align::Left}, {"受領日", Align::Left}, {"氏名", Align::Left}, {"金額", Align::Right},
            {"状態", Align::Left}, {"ポータル", Align::Left}, {"受領証明書", Align::Left}}};
    const auto page = list_page(context, filter, disclosure, [&](const ListedDonation& listed) {
        const Donation& donation = listed.donation;
        table.add({donation.number.text(), donation.received_on ? donation.received_on->iso() : "",
            donation.contact.name, domain::grouped(donation.amount),
            context.sentence("label.state." + std::string{domain::key_of(donation.state)}),
            donation.order.portal, receipt_text(context, listed)});
    });
    table.print(context.out);
    context.out << context.sentence(page.total.is_exact ? "list.total" : "list.total_about",
                       {{"shown", domain::grouped(domain::Yen{page.shown})},
                           {"total", domain::grouped(domain::Yen{page.total.number})}})
                << "\n";
    if (page.is_by_word) context.out << context.sentence("list.by_word") << "\n";
    return page.shown;
}

int list_donations(Context& context, const DonationOptions& options)
{
    constexpr std::int64_t kOneScreen = 50;
    DonationFilter filter = filter_of(context, options.filter);
    filter.order = order_of(context, options);
    filter.descending = options.newest_first;
    filter.may_come_by_word = options.order.empty();
    read_cursor(options.after, filter);
    filter.limit = options.limit;
    // A screen's worth for people; everything for programs.
    if (!filter.limit && !context.json) filter.limit = kOneScreen;
    const std::string names = filter_names(context, options.filter);
    const auto disclosure = disclosure_of(options.reveal);
    // Guarded addresses are shown only after the log says so.
    if (options.reveal) {
        const auto all = context.services.list_donations().count(filter);
        const auto limit = filter.limit.value_or(all.number);
        const auto most = all.is_exact ? std::min(all.number, limit) : limit;
        if (most > 0) log_look(context, "donation", "list", names, most, options.reveal);
    }
    const std::int64_t shown =
        context.json ? list_json(context, filter, disclosure) : list_table(context, filter, disclosure);
    if (shown == 0 && !options.filter.search.empty() && !context.json)
        context.out << context.sentence("list.search_hint") << "\n";
    if (shown > 0 && !options.reveal) context.log_access("donation.list", names, shown);
    return kDone;
}

/// One day of receipt, four calendars (rules.md 8.3).
json calendars_json(const Context& context, const Donation& donation)
{
    if (!donation.received_on) return nullptr;
    const auto year = domain::TaxYear::of(*donation.received_on);
    const auto period = domain::DesignationPeriod::of(*donation.received_on);
    return {{"tax_year", year.value()},
        {"fiscal_year", domain::FiscalYear::of(*donation.received_on).value()},
        {"designation_period", {{"from", period.first_day().iso()}, {"through", period.last_day().iso()}}},
        {"one_stop_limit", context.services.one_stop_limits().of(year).iso()}};
}

std::string calendars_text(const Context& context, const Donation& donation)
{
    if (!donation.received_on) return {};
    const auto& eras = context.services.eras();
    const auto year = domain::TaxYear::of(*donation.received_on);
    const auto fiscal_year = domain::FiscalYear::of(*donation.received_on);
    const auto period = domain::DesignationPeriod::of(*donation.received_on);
    return context.sentence("donation.calendars",
        {{"tax_year", eras.calendar_year_text(year.value())},
            {"fiscal_year", eras.calendar_year_text(fiscal_year.value())},
            {"from", period.first_day().iso_month()}, {"through", period.last_day().iso_month()}});
}

/// What is ended is nothing to ask about.
bool may_be_corporate_scheme(const Context& context, const application::DonationDetail& detail)
{
    const Donation& donation = detail.listed.donation;
    return !donation.ended_on && context.services.corporate_scheme().may_cover(donation.donor_kind,
                                     donation.amount, donation.applied_on, detail.is_resident);
}

json detail_json(const Context& context, const application::DonationDetail& detail)
{
    json object = donation_json(context, detail.listed);
    const Donation& donation = detail.listed.donation;
    json entries = json::array();
    for (const auto& entry : detail.entries) {
        entries.push_back(
            {{"kind", entry.kind}, {"entered_on", entry.entered_on.iso()}, {"yen", entry.amount.amount()}});
    }
    for (std::size_t i = 0; i < donation.purposes.size(); ++i) {
        object["purposes"][i]["name"] = detail.names.purposes[i].name;
        object["purposes"][i]["fund"] = detail.names.purposes[i].fund;
    }
    object["portal_name"] = detail.names.portal;
    object["payment_method_name"] = detail.names.payment_method;
    object["revenue_entries"] = entries;
    object["remark"] = donation.remark;
    object["masked_on"] = date_json(donation.masked_on);
    object["version"] = donation.version;
    object["calendars"] = calendars_json(context, donation);
    const bool is_hidden = detail.listed.is_address_hidden;  // then nobody says where the donor lives
    object["resident"] = is_hidden ? json(nullptr) : json(detail.is_resident);
    object["resident_gift"] = is_hidden ? json(nullptr) : json(detail.has_resident_gift);
    object["maybe_corporate_scheme"] = may_be_corporate_scheme(context, detail);
    object["open_tickets"] = tickets_json(detail.tickets);
    object["origin"] = detail.job ? json{{"job", detail.job->id.value}, {"file", detail.job->file_name},
                                        {"sha256", detail.job->sha256}, {"line", donation.file_line},
                                        {"row", donation.file_row}}
                                  : json(nullptr);
    return object;
}

std::string former_line(const domain::FormerRecord& former)
{
    std::string text = former.number;
    if (former.receipt_on) text += "  証明書発行 " + former.receipt_on->iso();
    if (former.one_stop_accepted_on) text += "  特例申請受理 " + former.one_stop_accepted_on->iso();
    return text;
}

/// "銀行振込の規則" of "bank_transfer.2008".
std::string rule_text(const Context& context, const std::string& rule)
{
    const std::string key = "label.received_rule." + rule.substr(0, rule.find('.'));
    return context.messages.count(key) != 0 ? context.sentence(key) : rule;
}

std::string one_stop_text(const Context& context, const Donation& donation)
{
    if (!donation.one_stop_requested) return "希望しない";
    if (!donation.received_on) return "希望する";
    const auto limit = context.services.one_stop_limits().of(domain::TaxYear::of(*donation.received_on));
    return context.sentence("donation.one_stop_limit", {{"limit", limit.iso()}});
}

/// "子育て支援（子ども未来夢基金）": as written, the master's name of that day where it is another one, and the fund.
std::string purpose_text(const domain::PurposeShare& share, const application::NamesThen::Purpose& then)
{
    std::string text = share.written.empty() ? then.name : share.written;
    if (!then.name.empty() && then.name != text) text += " ＝ " + then.name;
    return then.fund.empty() ? text : text + "（" + then.fund + "）";
}

int show_donation(Context& context, const DonationOptions& options)
{
    const auto detail = context.services.list_donations().show(options.number, disclosure_of(options.reveal));
    log_look(context, "donation", "show", detail.listed.donation.number.text(), 1, options.reveal);
    if (context.json) {
        context.print(detail_json(context, detail));
        return kDone;
    }
    const Donation& donation = detail.listed.donation;
    const domain::Contact& contact = donation.contact;
    const auto line = [&](const std::string& name, const std::string& value) {
        print_line(context, name, value);
    };
    line("受付番号", donation.number.text());
    if (donation.masked_on)
        line("消去", context.sentence("donation.masked_on", {{"day", donation.masked_on->iso()}}));
    line("ポータル", donation.order.portal +
                         (detail.names.portal.empty() ? "" : "（" + detail.names.portal + "）") + "  " +
                         donation.order.order_number);
    line("状態", context.sentence("label.state." + std::string{domain::key_of(donation.state)}));
    line("寄附者", contact.name + (contact.kana.empty() ? "" : "（" + contact.kana + "）"));
    line("住所", detail.listed.is_address_hidden ? context.sentence("address.hidden")
                                                 : address_line(domain::address_of(contact)));
    line("電話", contact.phone);
    line("メール", contact.mail);
    line("金額",
        domain::grouped(donation.amount) + "円" +
            (donation.points > domain::Yen{} ? "（うちポイント " + domain::grouped(donation.points) + "円）"
                                             : ""));
    const std::string method = !detail.names.payment_method.empty()
                                   ? detail.names.payment_method
                                   : context.sentence("label.payment_method." +
                                                      std::string{domain::key_of(donation.payment_method)});
    line("支払方法", donation.payment_written.empty() || donation.payment_written == method
                         ? method
                         : donation.payment_written + "（" + method + "）");
    line("申込日", donation.applied_on.iso());
    line("入金日", donation.paid_on ? donation.paid_on->iso() : "");
    line("受領日", donation.received_on ? donation.received_on->iso() + "（" +
                                              rule_text(context, donation.received_rule) + "）"
                                        : "");
    line("暦", calendars_text(context, donation));
    line("終了日", donation.ended_on ? donation.ended_on->iso() : "");
    for (std::size_t i = 0; i < donation.purposes.size(); ++i)
        line("使い道", purpose_text(donation.purposes[i], detail.names.purposes[i]) + "  " +
                           domain::grouped(donation.purposes[i].amount) + "円");
    for (const auto& gift : donation.gifts) {
        line("返礼品", gift.gift_key() == "none" && gift.gift_name.empty()
                           ? context.sentence("label.gift.none")
                           : gift.gift_code + " " + gift.gift_name + " ×" + std::to_string(gift.quantity) +
                                 "  " + domain::grouped(gift.amount) + "円  " +
                                 context.sentence("label.shipping." + gift.shipping_state));
    }
    if (detail.has_resident_gift) line("注意", context.sentence("donation.resident_gift"));
    if (may_be_corporate_scheme(context, detail))
        line("注意", context.sentence("donation.maybe_corporate_scheme"));
    line("ワンストップ", one_stop_text(context, donation));
    line("受領証明書", receipt_text(context, detail.listed));
    if (donation.former) line("旧システム", former_line(*donation.former));
    line("備考", detail.listed.is_address_hidden && !donation.remark.empty()
                     ? context.sentence("address.hidden")
                     : donation.remark);
    for (const auto& ticket : detail.tickets) line("対応", ticket_line(context, ticket));
    if (detail.job)
        line("取込", detail.job->file_name + " " + std::to_string(donation.file_line) + "行目（取込 " +
                         std::to_string(detail.job->id.value) + "）");
    for (const auto& entry : detail.entries)
        line("収入", entry.entered_on.iso() + "  " + context.sentence("label.entry." + entry.kind) + "  " +
                         domain::grouped(entry.amount) + "円");
    return kDone;
}

}  // namespace

void add_donation(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<DonationOptions>();
    auto donation = app.add_subcommand("donation", "look donations up");
    donation.require_subcommand(1);
    auto list = donation.add_subcommand("list", "donations that match");
    add_filter_options(list, options->filter);
    list.add_option("--limit", options->limit, "how many (default: 50 on screen, all with --json)")
        .non_negative();
    list.add_option("--after", options->after, "cursor: \"next\" of the list before");
    list.add_option("--sort", options->order,
        "entry, number, received_on, applied_on, amount (default: the day that is filtered by, else entry)");
    list.add_flag("--newest-first", options->newest_first, "the last ones or largest amounts first");
    add_reveal_option(list, options->reveal);
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_donations(context, *options); };
    });
    auto show = donation.add_subcommand("show", "one donation with everything known of it");
    show.add_option("number", options->number, "donation, portal order or receipt number").required();
    add_reveal_option(show, options->reveal);
    show.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_donation(context, *options); };
    });
    add_donation_entry(donation, choice);
    add_donation_changes(donation, choice);
    add_donation_bulk(donation, choice);
    add_donation_export(donation, choice);
    add_donation_evidence(donation, choice);
}

}  // namespace furusato::cli
