#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using domain::Campaign;
using nlohmann::json;

struct CampaignOptions {
    std::string code, name, measure, from, to, gift;
    std::vector<std::string> channels;
};

json campaign_json(const Campaign& campaign)
{
    json gifts = json::array();
    for (const auto& link : campaign.gifts) {
        gifts.push_back(
            {{"code", link.gift_code}, {"starts_on", link.starts_on.iso()}, {"ends_on", link.ends_on.iso()}});
    }
    return {{"code", campaign.code}, {"name", campaign.name}, {"policy_measure", campaign.policy_measure},
        {"starts_on", campaign.starts_on.iso()}, {"ends_on", campaign.ends_on.iso()},
        {"channels", campaign.channels}, {"gifts", gifts}};
}

int list_campaigns(Context& context)
{
    const auto campaigns = context.services.manage_campaigns().list();
    if (context.json) {
        json items = json::array();
        for (const auto& campaign : campaigns) items.push_back(campaign_json(campaign));
        context.print_list(items);
        return kDone;
    }
    using Align = TextTable::Align;
    TextTable table{{{"番号", Align::Left}, {"シティプロモーション施策", Align::Left}, {"開始", Align::Left},
        {"終了", Align::Left}, {"返礼品", Align::Right}}};
    for (const auto& campaign : campaigns) {
        table.add({campaign.code, campaign.name, campaign.starts_on.iso(), campaign.ends_on.iso(),
            std::to_string(campaign.gifts.size())});
    }
    table.print(context.out);
    return kDone;
}

void print_campaign(const Context& context, const Campaign& campaign)
{
    if (context.json) return context.print(campaign_json(campaign));
    context.out << campaign.code << "  " << campaign.name << "\n  " << campaign.starts_on.iso() << " から "
                << campaign.ends_on.iso() << "\n  推進施策 " << campaign.policy_measure << "\n  広報媒体";
    for (const auto& channel : campaign.channels) context.out << " " << channel;
    context.out << "\n";
    for (const auto& link : campaign.gifts) {
        context.out << "  返礼品 " << link.gift_code << "  " << link.starts_on.iso() << " から "
                    << link.ends_on.iso() << "\n";
    }
}

int add_new(Context& context, const CampaignOptions& options)
{
    Campaign campaign;
    campaign.code = options.code;
    campaign.name = options.name;
    campaign.policy_measure = options.measure;
    campaign.starts_on = *read_date("--from", options.from, context.services.eras());
    campaign.ends_on = *read_date("--to", options.to, context.services.eras());
    campaign.channels = options.channels;
    print_campaign(context, context.services.manage_campaigns().add(campaign, context.caller));
    return kDone;
}

int link_gift(Context& context, const CampaignOptions& options)
{
    auto campaigns = context.services.manage_campaigns();
    const auto& eras = context.services.eras();
    campaigns.link(options.code, options.gift, read_date("--from", options.from, eras),
        read_date("--to", options.to, eras), context.caller);
    print_campaign(context, campaigns.find(options.code));
    return kDone;
}

}  // namespace

void add_campaign(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<CampaignOptions>();
    auto campaign = app.add_subcommand("campaign", "city-promotion campaigns (シティプロモーション施策)");
    campaign.require_subcommand(1);
    auto list = campaign.add_subcommand("list", "all campaigns");
    list.callback([&choice] { choice.command = [](Context& context) { return list_campaigns(context); }; });
    auto show = campaign.add_subcommand("show", "one campaign with its gifts");
    show.add_option("code", options->code, "campaign code").required();
    show.callback([&choice, options] {
        choice.command = [options](Context& context) {
            print_campaign(context, context.services.manage_campaigns().find(options->code));
            return kDone;
        };
    });
    auto add = campaign.add_subcommand("add", "a new campaign");
    add.add_option("--name", options->name, "name").required();
    add.add_option("--from", options->from, "first day").required();
    add.add_option("--to", options->to, "last day").required();
    add.add_option("--code", options->code, "code (default: the next C-number)");
    add.add_option("--policy-measure", options->measure, "policy measure it serves (推進施策)");
    add.add_option("--channel", options->channels, "channel (広報媒体), may be repeated");
    add.callback([&choice, options] {
        choice.command = [options](Context& context) { return add_new(context, *options); };
    });
    auto link = campaign.add_subcommand("link", "link a gift to a campaign");
    link.add_option("campaign", options->code, "campaign code").required();
    link.add_option("gift", options->gift, "gift code").required();
    link.add_option("--from", options->from, "first day (default: the campaign's)");
    link.add_option("--to", options->to, "last day (default: the campaign's)");
    link.callback([&choice, options] {
        choice.command = [options](Context& context) { return link_gift(context, *options); };
    });
}

}  // namespace furusato::cli
