#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"
#include "cli/ticket_texts.hpp"

namespace furusato::cli {
namespace {

using application::DonorDetail;
using application::ListedDonor;
using domain::AddressKind;
using nlohmann::json;
using Align = TextTable::Align;

struct DonorOptions {
    std::string search, donation;
    std::optional<std::int64_t> id, limit, after;
    std::optional<std::string> reveal;
};

std::string yen(domain::Yen amount)
{
    return domain::grouped(amount) + "円";
}

std::string count_text(std::int64_t count)
{
    return domain::grouped(domain::Yen{count});
}

json donor_json(const ListedDonor& donor)
{
    json object = contact_json(donor.contact);
    object["id"] = donor.record.donor.value;
    object["kind"] = domain::key_of(donor.record.kind);
    object["donations"] = donor.donations;
    object["total_yen"] = donor.amount.amount();
    object["resident"] = donor.is_address_hidden ? json(nullptr) : json(donor.is_resident);
    object["mail_opt_out"] = donor.record.mail_opt_out;
    object["address_protected"] = donor.record.address_protected;
    object["address_hidden"] = donor.is_address_hidden;
    return object;
}

template <class Value>
json days_json(const domain::Dated<Value>& dated)
{
    return {{"valid_from", dated.valid_from.iso()}, {"valid_to", date_json(dated.valid_to)}};
}

json addresses_json(const domain::DonorRecord& record)
{
    json addresses = json::object();
    for (const std::string_view key : domain::kAddressKindKeys) {
        json items = json::array();
        for (const auto& dated : record.addresses_of(*domain::address_kind_of(key))) {
            const domain::Address& address = dated.value;
            json item = days_json(dated);
            item.update({{"addressee", address.addressee}, {"postal_code", address.postal_code},
                {"prefecture", address.prefecture}, {"city", address.city}, {"street", address.street},
                {"building", address.building}});
            items.push_back(item);
        }
        addresses[std::string{key}] = items;
    }
    return addresses;
}

json detail_json(const Context& context, const DonorDetail& detail)
{
    json object = donor_json(detail.donor);
    const domain::DonorRecord& record = detail.donor.record;
    json names = json::array();
    for (const auto& dated : record.names) {
        json item = days_json(dated);
        item.update({{"name", dated.value.name}, {"kana", dated.value.kana}});
        names.push_back(item);
    }
    json donations = json::array();
    for (const auto& listed : detail.donations) {
        const domain::Donation& donation = listed.donation;
        const std::string receipt = receipt_number(context, listed);
        donations.push_back({{"number", donation.number.text()}, {"portal", donation.order.portal},
            {"portal_order_number", donation.order.order_number}, {"name", donation.contact.name},
            {"amount_yen", donation.amount.amount()}, {"applied_on", donation.applied_on.iso()},
            {"received_on", date_json(donation.received_on)}, {"state", domain::key_of(donation.state)},
            {"receipt", receipt.empty() ? json(nullptr) : json(receipt)}});
    }
    json merged = json::array();
    for (const auto number : detail.merged) merged.push_back(number.value);
    json years = json::array();
    for (const auto& [year, sum] : detail.years)
        years.push_back({{"tax_year", year}, {"donations", sum.donations}, {"yen", sum.amount.amount()}});
    object.update({{"names", names}, {"addresses", addresses_json(record)}, {"remark", record.remark},
        {"version", record.version}, {"told_another_address", detail.told_another_address},
        {"merged", merged}, {"donation_list", donations}, {"tax_years", years},
        {"open_tickets", tickets_json(detail.tickets)}});
    return object;
}

int list_donors(Context& context, const DonorOptions& options)
{
    application::DonorRequest request;
    request.search = options.search;
    if (options.after) request.after = domain::DonorId{*options.after};
    request.limit = options.limit.value_or(request.limit);
    request.day = context.caller.business_date;
    request.disclosure = disclosure_of(options.reveal);
    const auto page = context.services.list_donors().list(request);
    const auto shown = static_cast<std::int64_t>(page.donors.size());
    application::DonationFilter filter;
    filter.search = options.search;
    tell_left_out(context, filter, request.disclosure);
    if (shown > 0)
        log_look(context, "donor", "list",
            context.sentence(options.search.empty() ? "label.filter.everything" : "label.filter.search"),
            shown, options.reveal);
    if (context.json) {
        json items = json::array();
        for (const auto& donor : page.donors) items.push_back(donor_json(donor));
        context.print(
            {{"items", items}, {"next", page.next ? json(std::to_string(page.next->value)) : json(nullptr)},
                {"total", page.total}, {"total_is_exact", true}});
        return kDone;
    }
    TextTable table{{{"番号", Align::Right}, {"氏名", Align::Left}, {"住所", Align::Left},
        {"回数", Align::Right}, {"合計", Align::Right}}};
    for (const auto& donor : page.donors) {
        const domain::Contact& contact = donor.contact;
        table.add({std::to_string(donor.record.donor.value), contact.name,
            donor.is_address_hidden ? context.sentence("address.hidden")
                                    : contact.prefecture + contact.city + contact.street,
            count_text(donor.donations), domain::grouped(donor.amount)});
    }
    table.print(context.out);
    context.out << context.sentence(
                       "list.total", {{"shown", count_text(shown)}, {"total", count_text(page.total)}})
                << "\n";
    if (page.next)
        context.out << context.sentence("donor.next_page", {{"number", std::to_string(page.next->value)}})
                    << "\n";
    return kDone;
}

std::string days_text(const domain::Date& from, const std::optional<domain::Date>& to)
{
    return from.iso() + "～" + (to ? to->iso() : "") + "  ";
}

std::string numbers_text(const std::vector<domain::DonorId>& donors)
{
    std::string text;
    for (const auto donor : donors) text += (text.empty() ? "" : "、") + std::to_string(donor.value);
    return text;
}

void print_head(const Context& context, const DonorDetail& detail)
{
    const ListedDonor& donor = detail.donor;
    const domain::DonorRecord& record = donor.record;
    const domain::Contact& contact = donor.contact;
    const auto line = [&](const std::string& name, const std::string& value) {
        print_line(context, name, value);
    };
    line("寄附者番号", std::to_string(record.donor.value) + "（第" + std::to_string(record.version) + "版）");
    if (record.address_protected) line("支援措置", context.sentence("donor.protected"));
    if (!detail.merged.empty()) line("統合した番号", numbers_text(detail.merged));
    line("区分", context.sentence("label.donor_kind." + std::string{domain::key_of(record.kind)}));
    line("氏名", contact.name + (contact.kana.empty() ? "" : "（" + contact.kana + "）"));
    line("住所", donor.is_address_hidden ? context.sentence("address.hidden")
                                         : address_line(domain::address_of(contact)));
    for (const auto kind : {AddressKind::Delivery, AddressKind::Documents}) {
        const auto other = domain::other_address_on(record, kind, context.caller.business_date);
        if (other)
            line(context.sentence("label.address_kind." + std::string{domain::key_of(kind)}),
                address_line(*other) + (other->addressee.empty() ? "" : "  " + other->addressee + " 様"));
    }
    line("電話", contact.phone);
    line("メール", contact.mail);
    if (record.mail_opt_out) line("メール配信", context.sentence("label.mail_opt_out.1"));
    line("市内・市外", context.sentence(donor.is_address_hidden ? "address.hidden"
                                        : donor.is_resident     ? "label.resident.1"
                                                                : "label.resident.0"));
    line("備考", donor.is_address_hidden && !record.remark.empty() ? context.sentence("address.hidden")
                                                                   : record.remark);
    for (const auto& dated : record.names)
        line("氏名の期間", days_text(dated.valid_from, dated.valid_to) + dated.value.name);
    for (const std::string_view key : domain::kAddressKindKeys) {
        for (const auto& dated : record.addresses_of(*domain::address_kind_of(key)))
            line("住所の期間", days_text(dated.valid_from, dated.valid_to) +
                                   context.sentence("label.address_kind." + std::string{key}) + "  " +
                                   address_line(dated.value));
    }
    if (detail.told_another_address) line("注意", context.sentence("donor.told_another_address"));
    for (const auto& ticket : detail.tickets) line("対応", ticket_line(context, ticket));
}

void print_donations(const Context& context, const DonorDetail& detail)
{
    TextTable table{{{"受付番号", Align::Left}, {"受領日", Align::Left}, {"金額", Align::Right},
        {"状態", Align::Left}, {"ポータル", Align::Left}, {"受領証明書", Align::Left}}};
    for (const auto& listed : detail.donations) {
        const domain::Donation& donation = listed.donation;
        table.add({donation.number.text(), donation.received_on ? donation.received_on->iso() : "",
            domain::grouped(donation.amount),
            context.sentence("label.state." + std::string{domain::key_of(donation.state)}),
            donation.order.portal, receipt_text(context, listed)});
    }
    table.print(context.out);
    for (const auto& [year, sum] : detail.years)
        print_line(context, context.services.eras().calendar_year_text(year) + "年分",
            count_text(sum.donations) + " 件  " + yen(sum.amount));
    print_line(context, "合計", count_text(detail.donor.donations) + " 件  " + yen(detail.donor.amount));
}

/// By the donor's number, or by one of his donations.
domain::DonorId donor_of(Context& context, const DonorOptions& options)
{
    if (!options.donation.empty()) return context.services.list_donors().donor_of(options.donation);
    if (!options.id) throw domain::Refusal{domain::RefusalKind::Invalid, "donor.number_missing"};
    return {*options.id};
}

int show_donor(Context& context, const DonorOptions& options)
{
    const auto id = donor_of(context, options);
    const auto detail =
        context.services.list_donors().show(id, context.caller.business_date, disclosure_of(options.reveal));
    log_look(context, "donor", "show", std::to_string(id.value), 1, options.reveal);
    if (context.json) {
        context.print(detail_json(context, detail));
        return kDone;
    }
    print_head(context, detail);
    print_donations(context, detail);
    return kDone;
}

int show_history(Context& context, const DonorOptions& options)
{
    const auto id = donor_of(context, options);
    const auto changes = context.services.list_donors().history(id, disclosure_of(options.reveal));
    log_look(context, "donor", "history", std::to_string(id.value), static_cast<std::int64_t>(changes.size()),
        options.reveal);
    return tell_history(context, changes);
}

void add_look(const Syntax& donor, Choice& choice, const char* name, const char* text,
    const std::shared_ptr<DonorOptions>& options, int (*run)(Context&, const DonorOptions&))
{
    auto command = donor.add_subcommand(name, text);
    command.add_option("donor", options->id, "number of the donor (donor list)");
    command.add_option(
        "--donation", options->donation, "instead: a donation, portal order or receipt number");
    add_reveal_option(command, options->reveal);
    command.callback([&choice, options, run] {
        choice.command = [options, run](Context& context) { return run(context, *options); };
    });
}

}  // namespace

void add_donor(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<DonorOptions>();
    auto donor = app.add_subcommand("donor", "who gives: names, addresses, flags and all donations");
    donor.require_subcommand(1);
    auto list = donor.add_subcommand("list", "donors in order of their number");
    list.add_option("--search", options->search, "any number, or part of a name, kana, mail or phone");
    list.add_option("--limit", options->limit, "how many (default: 100)").positive();
    list.add_option("--after", options->after, "cursor: \"next\" of the list before").non_negative();
    add_reveal_option(list, options->reveal);
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_donors(context, *options); };
    });
    add_look(donor, choice, "show", "one donor with everything known of him", options, show_donor);
    add_look(donor, choice, "history", "who changed what, when and why", options, show_history);
    add_donor_edit(donor, choice);
    add_donor_merges(donor, choice);
    add_donor_candidates(donor, choice);
}

}  // namespace furusato::cli
