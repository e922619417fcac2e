#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/donation_json.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/likeness_texts.hpp"
#include "cli/ticket_texts.hpp"
#include "furusato/domain/designation_period.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/tax_year.hpp"

namespace furusato::cli {
namespace {

using domain::Donation;
using nlohmann::json;

struct ShowOptions {
    std::string number;
    std::optional<std::string> reveal;
};

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
    object["documents"] =
        donation.documents_contact ? contact_json(*donation.documents_contact) : json(nullptr);
    object["masked_on"] = date_json(donation.masked_on);
    object["version"] = donation.version;
    object["calendars"] = calendars_json(context, donation);
    const bool is_hidden = detail.listed.is_address_hidden;  // then nobody says where the donor lives
    object["resident"] = is_hidden ? json(nullptr) : json(detail.is_resident);
    object["resident_gift"] = is_hidden ? json(nullptr) : json(detail.has_resident_gift);
    object["maybe_corporate_scheme"] = may_be_corporate_scheme(context, detail);
    json differences = json::array();
    for (const auto& each : detail.portal_differences)
        differences.push_back({{"field", each.field}, {"portal", each.old_value}, {"ours", each.new_value}});
    object["portal_differences"] = differences;
    const auto duties = context.services.manage_settings().duties();
    for (std::size_t i = 0; i < domain::kDutyKeys.size(); ++i) {
        object["duties"][std::string{domain::kDutyKeys[i]}] = domain::key_of(
            duty_holder_of(duties, donation, static_cast<domain::Duty>(i), context.caller.business_date));
    }
    json settled = json::array();
    for (const auto& payment : detail.payments)
        settled.push_back({{"payment", payment.id}, {"settled_on", payment.paid_on.iso()},
            {"yen", payment.amount.amount()}, {"profile", payment.profile}});
    object["settled"] = settled;
    object["open_tickets"] = tickets_json(detail.tickets);
    object["donor_match"] = detail.match ? json{{"score", detail.match->score},
                                               {"reasons", likeness_json(detail.match->likeness)}}
                                         : json(nullptr);
    object["origin"] = detail.job ? json{{"job", detail.job->id.value}, {"file", detail.job->file_name},
                                        {"sha256", detail.job->sha256}, {"line", donation.file_line},
                                        {"row", donation.file_row}}
                                  : json(nullptr);
    return object;
}

std::string addressee_line(const domain::Contact& contact)
{
    std::string text = contact.name;
    for (const std::string* part : {&contact.postal_code, &contact.prefecture, &contact.city, &contact.street,
             &contact.building, &contact.phone}) {
        if (!part->empty()) text += "　" + *part;
    }
    return text;
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

std::string gift_text(const Context& context, const domain::GiftLine& gift)
{
    if (gift.gift_key() == "none" && gift.gift_name.empty()) return context.sentence("label.gift.none");
    return std::to_string(gift.line_number) + ": " + gift.gift_code + " " + gift.gift_name + " ×" +
           std::to_string(gift.quantity) + "  " + domain::grouped(gift.amount) + "円  " +
           context.sentence("label.shipping." + gift.shipping_state);
}

/// What kind of statement shows the money: a layout of the city's own by its id.
std::string statement_of(const Context& context, const application::Payment& payment)
{
    const std::string key = "label.payment_profile." + payment.profile;
    return context.messages.count(key) != 0 ? context.sentence(key) : payment.profile;
}

/// "出荷依頼：受託者、電話：受託者": what the city does not do itself.
std::string duties_text(const Context& context, const Donation& donation)
{
    std::string text;
    const auto duties = context.services.manage_settings().duties();
    for (std::size_t i = 0; i < domain::kDutyKeys.size(); ++i) {
        const auto holder =
            duty_holder_of(duties, donation, static_cast<domain::Duty>(i), context.caller.business_date);
        if (holder == domain::DutyHolder::City) continue;
        text += (text.empty() ? "" : "、") +
                context.sentence("label.duty." + std::string{domain::kDutyKeys[i]}) + "：" +
                context.sentence("label.holder." + std::string{domain::key_of(holder)});
    }
    return text;
}

/// Prints the lines of one donation.
class DonationSheet {
public:
    DonationSheet(const Context& context, const application::DonationDetail& detail)
        : context_{context}, detail_{detail}, donation_{detail.listed.donation}
    {}

    void print() const
    {
        print_origin();
        print_donor();
        print_payment();
        print_promises();
        print_papers();
    }

private:
    void line(const std::string& name, const std::string& value) const { print_line(context_, name, value); }

    void print_origin() const
    {
        line("受付番号", donation_.number.text());
        if (donation_.masked_on)
            line("消去", context_.sentence("donation.masked_on", {{"day", donation_.masked_on->iso()}}));
        const std::string& portal = detail_.names.portal;
        line("ポータル", donation_.order.portal + (portal.empty() ? "" : "（" + portal + "）") + "  " +
                             donation_.order.order_number);
        line("状態", context_.sentence("label.state." + std::string{domain::key_of(donation_.state)}));
    }

    void print_donor() const
    {
        const domain::Contact& contact = donation_.contact;
        line("寄附者", contact.name + (contact.kana.empty() ? "" : "（" + contact.kana + "）"));
        line("住所", detail_.listed.is_address_hidden ? context_.sentence("address.hidden")
                                                      : address_line(domain::address_of(contact)));
        line("電話", contact.phone);
        line("メール", contact.mail);
    }

    void print_payment() const
    {
        const auto yen = [](domain::Yen amount) { return domain::grouped(amount) + "円"; };
        const bool has_points = donation_.points > domain::Yen{};
        line("金額",
            yen(donation_.amount) + (has_points ? "（うちポイント " + yen(donation_.points) + "）" : ""));
        const std::string key =
            "label.payment_method." + std::string{domain::key_of(donation_.payment_method)};
        const std::string method =
            detail_.names.payment_method.empty() ? context_.sentence(key) : detail_.names.payment_method;
        const std::string& written = donation_.payment_written;
        line("支払方法", written.empty() || written == method ? method : written + "（" + method + "）");
        line("申込日", donation_.applied_on.iso());
        line("入金日", donation_.paid_on ? donation_.paid_on->iso() : "");
        if (donation_.received_on) {
            line("受領日",
                donation_.received_on->iso() + "（" + rule_text(context_, donation_.received_rule) + "）");
        }
        for (const auto& each : detail_.portal_differences) {
            line("注意", context_.sentence("donation.portal_differs",
                             {{"field", each.field},
                                 {"value", value_in_words(context_, each.field, each.old_value)}}));
        }
        line("暦", calendars_text(context_, donation_));
        for (const auto& payment : detail_.payments)
            line("着金日", payment.paid_on.iso() + "  " + yen(payment.amount) + "（" +
                               statement_of(context_, payment) + "）");
        line("終了日", donation_.ended_on ? donation_.ended_on->iso() : "");
    }

    void print_promises() const
    {
        for (std::size_t i = 0; i < donation_.purposes.size(); ++i)
            line("使い道", purpose_text(donation_.purposes[i], detail_.names.purposes[i]) + "  " +
                               domain::grouped(donation_.purposes[i].amount) + "円");
        for (const auto& gift : donation_.gifts) line("返礼品", gift_text(context_, gift));
        if (donation_.gift_wish != domain::GiftWish::Unsaid)
            line("返礼品の希望",
                context_.sentence("label.gift_wish." + std::string{domain::key_of(donation_.gift_wish)}));
        if (!donation_.on_behalf_of.empty())
            line("代理寄附", context_.sentence("donation.on_behalf_of", {{"name", donation_.on_behalf_of}}));
        if (detail_.has_resident_gift) line("注意", context_.sentence("donation.resident_gift"));
        if (may_be_corporate_scheme(context_, detail_))
            line("注意", context_.sentence("donation.maybe_corporate_scheme"));
        line("ワンストップ", one_stop_text(context_, donation_));
    }

    void print_papers() const
    {
        line("受領証明書", receipt_text(context_, detail_.listed));
        if (donation_.documents_contact) line("書類送付先", addressee_line(*donation_.documents_contact));
        line("業務分担", duties_text(context_, donation_));
        if (donation_.former) line("旧システム", former_line(*donation_.former));
        const bool is_hidden = detail_.listed.is_address_hidden && !donation_.remark.empty();
        line("備考", is_hidden ? context_.sentence("address.hidden") : donation_.remark);
        for (const auto& ticket : detail_.tickets) line("対応", ticket_line(context_, ticket));
        if (detail_.match)
            line("名寄せ", context_.sentence("donation.matched",
                               {{"score", std::to_string(detail_.match->score)},
                                   {"reasons", likeness_text(context_, detail_.match->likeness)}}));
        if (detail_.job) {
            line("取込", detail_.job->file_name + " " + std::to_string(donation_.file_line) + "行目（取込 " +
                             std::to_string(detail_.job->id.value) + "）");
        }
        for (const auto& entry : detail_.entries) {
            line("収入", entry.entered_on.iso() + "  " + context_.sentence("label.entry." + entry.kind) +
                             "  " + domain::grouped(entry.amount) + "円");
        }
    }

    const Context& context_;
    const application::DonationDetail& detail_;
    const Donation& donation_;
};

int show_donation(Context& context, const ShowOptions& options)
{
    const auto detail = context.services.list_donations().show(options.number, disclosure_of(options.reveal));
    log_look(context, "donation", "show", detail.listed.donation.number.text(), 1, options.reveal);
    context.json ? context.print(detail_json(context, detail)) : DonationSheet{context, detail}.print();
    return kDone;
}

}  // namespace

void add_donation_show(const Syntax& donation, Choice& choice)
{
    auto options = std::make_shared<ShowOptions>();
    auto show = donation.add_subcommand("show", "one donation with everything known of it");
    show.add_option("number", options->number, "donation, portal order or receipt number").required();
    add_reveal_option(show, options->reveal);
    show.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_donation(context, *options); };
    });
}

}  // namespace furusato::cli
