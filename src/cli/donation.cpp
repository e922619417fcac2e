#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_filter.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::DonationFilter;
using application::ListedDonation;
using domain::Donation;
using nlohmann::json;

struct DonationOptions {
    FilterOptions filter;
    std::string number;
    std::optional<std::int64_t> limit, after;
};

json contact_json(const domain::Contact& contact)
{
    return {{"name", contact.name}, {"kana", contact.kana}, {"postal_code", contact.postal_code},
        {"prefecture", contact.prefecture}, {"city", contact.city},
        {"address", contact.street + (contact.building.empty() ? "" : " " + contact.building)},
        {"phone", contact.phone}, {"mail", contact.mail}};
}

json date_json(const std::optional<domain::Date>& date)
{
    return date ? json(date->iso()) : json(nullptr);
}

std::string receipt_number(const Context& context, const ListedDonation& listed)
{
    if (!listed.receipt_year) return {};
    return domain::ReceiptNumber{*listed.receipt_year, listed.receipt_running}.text(context.services.eras());
}

/// The receipt as people look for it: our number, the former system's, or who issues it.
std::string receipt_text(const Context& context, const ListedDonation& listed)
{
    if (listed.receipt_year) return receipt_number(context, listed);
    if (domain::has_former_receipt(listed.donation))
        return context.sentence(
            "donation.former_receipt", {{"number", listed.donation.former->receipt_number}});
    if (listed.receipts_by == domain::DutyHolder::City) return {};
    return context.sentence("label.receipts_by." + std::string{domain::key_of(listed.receipts_by)});
}

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

/// Streams: the object is written piece by piece, whatever the number of donations.
std::int64_t list_json(Context& context, const DonationFilter& filter)
{
    std::int64_t total = 0;
    std::int64_t shown = 0;
    std::int64_t last = 0;
    context.out << "{\"items\":[";
    context.services.list_donations().execute(
        filter, [&](std::int64_t count) { total = count; },
        [&](const ListedDonation& listed) {
            context.out
                << (shown++ == 0 ? "" : ",")
                << donation_json(context, listed).dump(-1, ' ', false, json::error_handler_t::replace);
            last = listed.donation.id.value;
        });
    const bool more = filter.limit && shown == *filter.limit && shown > 0 && shown < total;
    context.out << "],\"next\":" << (more ? "\"" + std::to_string(last) + "\"" : "null")
                << ",\"total\":" << total << ",\"total_is_exact\":true}\n";
    return shown;
}

std::int64_t list_table(Context& context, const DonationFilter& filter)
{
    using Align = TextTable::Align;
    TextTable table{
        {{"受付番号", Align::Left}, {"受領日", Align::Left}, {"氏名", Align::Left}, {"金額", Align::Right},
            {"状態", Align::Left}, {"ポータル", Align::Left}, {"受領証明書", Align::Left}}};
    std::int64_t total = 0;
    std::int64_t shown = 0;
    context.services.list_donations().execute(
        filter, [&](std::int64_t count) { total = count; },
        [&](const ListedDonation& listed) {
            const Donation& donation = listed.donation;
            ++shown;
            table.add({donation.number.text(), donation.received_on ? donation.received_on->iso() : "",
                donation.contact.name, domain::grouped(donation.amount),
                context.sentence("label.state." + std::string{domain::key_of(donation.state)}),
                donation.order.portal, receipt_text(context, listed)});
        });
    table.print(context.out);
    context.out << context.sentence(
                       "list.total", {{"shown", std::to_string(shown)}, {"total", std::to_string(total)}})
                << "\n";
    return shown;
}

int list_donations(Context& context, const DonationOptions& options)
{
    constexpr std::int64_t kOneScreen = 50;
    DonationFilter filter = filter_of(context, options.filter);
    if (options.after) filter.after = domain::DonationId{*options.after};
    filter.limit = options.limit;
    // A screen's worth for people; everything for programs.
    if (!filter.limit && !context.json) filter.limit = kOneScreen;
    const std::int64_t shown = context.json ? list_json(context, filter) : list_table(context, filter);
    if (shown > 0) context.log_access("donation.list", filter_names(context, options.filter), shown);
    return kDone;
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

/// "子育て支援（子ども未来夢基金）": as written, the master's name of that day where it is another one, and the fund.
std::string purpose_text(const domain::PurposeShare& share, const application::NamesThen::Purpose& then)
{
    std::string text = share.written.empty() ? then.name : share.written;
    if (!then.name.empty() && then.name != text) text += " ＝ " + then.name;
    return then.fund.empty() ? text : text + "（" + then.fund + "）";
}

int show_donation(Context& context, const DonationOptions& options)
{
    const auto detail = context.services.list_donations().show(options.number);
    context.log_access("donation.show", detail.listed.donation.number.text(), 1);
    if (context.json) {
        context.print(detail_json(context, detail));
        return kDone;
    }
    const Donation& donation = detail.listed.donation;
    const domain::Contact& contact = donation.contact;
    const auto line = [&](const std::string& name, const std::string& value) {
        if (value.empty()) return;
        context.out << name << std::string(16 - std::min<std::size_t>(15, display_width(name)), ' ') << value
                    << "\n";
    };
    line("受付番号", donation.number.text());
    if (donation.masked_on)
        line("消去", context.sentence("donation.masked_on", {{"day", donation.masked_on->iso()}}));
    line("ポータル", donation.order.portal +
                         (detail.names.portal.empty() ? "" : "（" + detail.names.portal + "）") + "  " +
                         donation.order.order_number);
    line("状態", context.sentence("label.state." + std::string{domain::key_of(donation.state)}));
    line("寄附者", contact.name + (contact.kana.empty() ? "" : "（" + contact.kana + "）"));
    line("住所", (contact.postal_code.empty() ? "" : "〒" + contact.postal_code + " ") + contact.prefecture +
                     contact.city + contact.street + " " + contact.building);
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
    line("ワンストップ", donation.one_stop_requested ? "希望する" : "希望しない");
    line("受領証明書", receipt_text(context, detail.listed));
    if (donation.former) line("旧システム", former_line(*donation.former));
    line("備考", donation.remark);
    if (detail.job)
        line("取込", detail.job->file_name + " " + std::to_string(donation.file_line) + "行目（取込 " +
                         std::to_string(detail.job->id.value) + "）");
    for (const auto& entry : detail.entries)
        line("収入", entry.entered_on.iso() + "  " + context.sentence("label.entry." + entry.kind) + "  " +
                         domain::grouped(entry.amount) + "円");
    return kDone;
}

}  // namespace

void add_donation(CLI::App& app, Choice& choice)
{
    auto options = std::make_shared<DonationOptions>();
    auto* donation = app.add_subcommand("donation", "look donations up");
    donation->require_subcommand(1);
    auto* list = donation->add_subcommand("list", "donations in order of entry");
    add_filter_options(*list, options->filter);
    list->add_option("--limit", options->limit, "how many (default: 50 on screen, all with --json)")
        ->check(CLI::NonNegativeNumber);
    list->add_option("--after", options->after, "cursor: \"next\" of the list before")
        ->check(CLI::NonNegativeNumber);
    list->callback([&choice, options] {
        choice.command = [options](Context& context) { return list_donations(context, *options); };
    });
    auto* show = donation->add_subcommand("show", "one donation with everything known of it");
    show->add_option("number", options->number, "donation, portal order or receipt number")->required();
    show->callback([&choice, options] {
        choice.command = [options](Context& context) { return show_donation(context, *options); };
    });
    add_donation_entry(*donation, choice);
    add_donation_changes(*donation, choice);
    add_donation_bulk(*donation, choice);
    add_donation_export(*donation, choice);
}

}  // namespace furusato::cli
