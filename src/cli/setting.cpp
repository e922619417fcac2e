#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_filter_words.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using nlohmann::json;

struct SettingOptions {
    std::string name, value, from, reason, portal, duty, holder;
};

domain::Date first_day(const Context& context, const SettingOptions& options)
{
    return read_date("--from", options.from, context.services.eras()).value_or(context.caller.business_date);
}

/// "planned", "in_force" or "past": a setting holds until the next one of its name begins.
std::string status_of(const std::vector<application::CitySetting>& settings,
    const application::CitySetting& setting, const domain::Date& today)
{
    if (today < setting.valid_from) return "planned";
    const bool is_followed =
        std::any_of(settings.begin(), settings.end(), [&](const application::CitySetting& other) {
            return other.name == setting.name && setting.valid_from < other.valid_from &&
                   other.valid_from <= today;
        });
    return is_followed ? "past" : "in_force";
}

int list_settings(Context& context)
{
    const auto settings = context.services.manage_settings().list();
    json items = json::array();
    TextTable table{{{"名前", TextTable::Align::Left}, {"適用開始日", TextTable::Align::Left},
        {"状態", TextTable::Align::Left}, {"値", TextTable::Align::Left}}};
    for (const auto& setting : settings) {
        const std::string status = status_of(settings, setting, context.caller.business_date);
        items.push_back({{"name", setting.name}, {"valid_from", setting.valid_from.iso()},
            {"value", setting.value}, {"status", status}});
        table.add({setting.name, setting.valid_from.iso(), context.sentence("label.master_status." + status),
            setting.value});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

int list_duties(Context& context)
{
    json items = json::array();
    TextTable table{{{"ポータル", TextTable::Align::Left}, {"業務", TextTable::Align::Left},
        {"担当", TextTable::Align::Left}, {"適用開始日", TextTable::Align::Left}}};
    for (const auto& assignment : context.services.manage_settings().duties()) {
        const std::string duty{domain::key_of(assignment.duty)};
        const std::string holder{domain::key_of(assignment.holder)};
        items.push_back({{"portal", assignment.portal}, {"duty", duty}, {"holder", holder},
            {"valid_from", assignment.valid_from.iso()}});
        table.add({assignment.portal, context.sentence("label.duty." + duty),
            context.sentence("label.holder." + holder), assignment.valid_from.iso()});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

int set_duty(Context& context, const SettingOptions& options)
{
    // A name of the portal will do; one that there is not would be a duty that nobody finds.
    const std::string portal = read_portal(context, options.portal).value_or("");
    const auto duty =
        static_cast<domain::Duty>(read_word(context, "duty", options.duty, domain::kDutyKeys, "label.duty."));
    const auto holder = static_cast<domain::DutyHolder>(
        read_word(context, "holder", options.holder, domain::kDutyHolderKeys, "label.holder."));
    context.services.manage_settings().set_duty(
        {portal, duty, first_day(context, options), holder}, context.caller, options.reason);
    return list_duties(context);
}

}  // namespace

void add_setting(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<SettingOptions>();
    auto setting = app.add_subcommand("setting", "dated facts of the city: mayor, seal, section");
    setting.require_subcommand(1);
    setting.add_subcommand("list", "all settings").callback([&choice] {
        choice.command = [](Context& context) { return list_settings(context); };
    });
    auto set = setting.add_subcommand("set", "set a value from a day on");
    set.add_option("name", options->name, "name, as in the list").required();
    set.add_option("value", options->value, "value").required();
    set.add_option("--from", options->from, "first day (default: the business date); may lie ahead");
    set.add_option("--reason", options->reason, "why, for the history");
    set.callback([&choice, options] {
        choice.command = [options](Context& context) {
            context.services.manage_settings().set(
                {options->name, first_day(context, *options), options->value}, context.caller,
                options->reason);
            return list_settings(context);
        };
    });
    auto duty = app.add_subcommand("duty", "業務分担: who (city, contractor, portal) does what for a portal");
    duty.require_subcommand(1);
    duty.add_subcommand("list", "all assignments").callback([&choice] {
        choice.command = [](Context& context) { return list_duties(context); };
    });
    auto assign = duty.add_subcommand("set", "assign a duty from a day on");
    assign.add_option("portal", options->portal, "portal id or name").required();
    assign
        .add_option(
            "duty", options->duty, "receipts, one_stop, gift_orders or telephone, or its Japanese name")
        .required();
    assign.add_option("holder", options->holder, "city, contractor or portal, or its Japanese name")
        .required();
    assign.add_option("--from", options->from, "first day (default: the business date)");
    assign.add_option(
        "--reason", options->reason, "why, for the history; needed for receipts on days that are over");
    assign.callback([&choice, options] {
        choice.command = [options](Context& context) { return set_duty(context, *options); };
    });
}

}  // namespace furusato::cli
