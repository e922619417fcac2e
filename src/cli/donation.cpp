#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_cursor.hpp"
#include "cli/donation_filter.hpp"
#include "cli/donation_json.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::DonationFilter;
using application::DonationOrder;
using application::ListedDonation;
using nlohmann::json;

struct DonationOptions {
    FilterOptions filter;
    std::string order, after;
    bool newest_first = false;
    std::optional<std::int64_t> limit;
    std::optional<std::string> reveal;
};

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
        const domain::Donation& donation = listed.donation;
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
        const auto all = context.services.list_donations().count(filter, disclosure);
        const auto limit = filter.limit.value_or(all.number);
        const auto most = all.is_exact ? std::min(all.number, limit) : limit;
        if (most > 0) log_look(context, "donation", "list", names, most, options.reveal);
    }
    const std::int64_t shown =
        context.json ? list_json(context, filter, disclosure) : list_table(context, filter, disclosure);
    tell_left_out(context, filter, disclosure);
    if (shown == 0 && !options.filter.search.empty() && !context.json)
        context.out << context.sentence("list.search_hint") << "\n";
    if (shown > 0 && !options.reveal) context.log_access("donation.list", names, shown);
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
    add_donation_show(donation, choice);
    add_donation_entry(donation, choice);
    add_donation_changes(donation, choice);
    add_donation_bulk(donation, choice);
    add_donation_export(donation, choice);
    add_donation_evidence(donation, choice);
}

}  // namespace furusato::cli
