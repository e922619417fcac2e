#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/instants.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::ListedMaster;
using application::MasterStatus;
using domain::MasterKind;
using nlohmann::json;

struct MasterOptions {
    std::string kind, code, name, fund, points, from, to, reason, search;
    bool all = false;
    bool has_fund = false;
};
using Options = std::shared_ptr<MasterOptions>;

MasterKind kind_of(const Context& context, const std::string& text)
{
    return static_cast<MasterKind>(
        read_word(context, "KIND", text, domain::kMasterKindKeys, "label.master."));
}

std::optional<bool> points_of(const Context& context, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    static constexpr std::array<std::string_view, 2> kKeys{"no", "yes"};
    return read_word(context, "--points", text, kKeys, "label.points.") == 1;
}

std::string name_of(const Context& context, const ListedMaster& listed)
{
    if (!listed.version.name.empty()) return listed.version.name;
    return context.sentence("label.payment_method." + listed.version.code);
}

json master_json(const Context& context, const ListedMaster& listed)
{
    const auto& version = listed.version;
    const bool is_standard = listed.status == MasterStatus::Standard;
    json object{{"kind", key_of(listed.kind)}, {"code", version.code}, {"name", name_of(context, listed)},
        {"valid_from", is_standard ? json(nullptr) : json(version.valid_from.iso())},
        {"valid_to", version.valid_to ? json(version.valid_to->iso()) : json(nullptr)},
        {"status", key_of(listed.status)}};
    if (listed.kind == MasterKind::Purpose) object["fund"] = version.fund_code;
    if (listed.kind == MasterKind::Portal) {
        object["gives_points"] = version.gives_points;
        object["points_prohibited"] = listed.is_prohibited;
    }
    return object;
}

/// What only the kind has: the fund of a purpose, points of a portal.
std::string own_text(const Context& context, const ListedMaster& listed)
{
    if (listed.kind == MasterKind::Purpose) return listed.version.fund_code;
    if (listed.kind != MasterKind::Portal || listed.status == MasterStatus::Standard) return {};
    return context.sentence(listed.version.gives_points ? "label.points.yes" : "label.points.no");
}

void print_masters(Context& context, const std::vector<ListedMaster>& masters)
{
    using Align = TextTable::Align;
    // Names need the room: a list of one kind does not repeat it.
    const bool has_kinds = std::any_of(masters.begin(), masters.end(),
        [&](const ListedMaster& listed) { return listed.kind != masters.front().kind; });
    std::vector<TextTable::Column> columns{{"番号", Align::Left}, {"名称", Align::Left},
        {"基金等", Align::Left}, {"開始日", Align::Left}, {"終了日", Align::Left}, {"状態", Align::Left}};
    if (has_kinds) columns.insert(columns.begin(), {"種類", Align::Left});
    TextTable table{columns};
    for (const auto& listed : masters) {
        const auto& version = listed.version;
        const bool has_days = listed.status != MasterStatus::Standard;
        std::vector<std::string> cells{version.code, name_of(context, listed), own_text(context, listed),
            has_days ? version.valid_from.iso() : "", version.valid_to ? version.valid_to->iso() : "",
            context.sentence("label.master_status." + std::string{key_of(listed.status)})};
        if (has_kinds)
            cells.insert(cells.begin(), context.sentence("label.master." + std::string{key_of(listed.kind)}));
        table.add(std::move(cells));
    }
    table.print(context.out);
    for (const auto& listed : masters) {
        if (listed.is_prohibited)
            context.out << context.sentence("master.points_prohibited", {{"name", name_of(context, listed)}})
                        << "\n";
    }
}

bool is_found(const Context& context, const ListedMaster& listed, const std::string& search)
{
    for (const std::string& text :
        {listed.version.code, name_of(context, listed), listed.version.fund_code}) {
        if (application::ManageMasters::has_word(text, search)) return true;
    }
    return false;
}

int list_masters(Context& context, const MasterOptions& options)
{
    std::optional<MasterKind> kind;
    if (!options.kind.empty()) kind = kind_of(context, options.kind);
    std::vector<ListedMaster> masters;
    for (auto& listed : context.services.manage_masters().list(kind, context.caller.business_date)) {
        const bool is_old = listed.status == MasterStatus::Past || listed.status == MasterStatus::Withdrawn;
        if ((!is_old || options.all) && is_found(context, listed, options.search))
            masters.push_back(std::move(listed));
    }
    if (context.json) {
        json items = json::array();
        for (const auto& listed : masters) items.push_back(master_json(context, listed));
        context.print_list(items);
    } else {
        print_masters(context, masters);
    }
    return kDone;
}

json history_json(const std::vector<application::RecordedChange>& history)
{
    json items = json::array();
    for (const auto& change : history) {
        json fields = json::array();
        for (const auto& field : change.fields)
            fields.push_back({{"field", field.field}, {"old", field.old_value}, {"new", field.new_value}});
        items.push_back({{"operation", change.operation.id.value}, {"at", change.operation.started_at},
            {"actor", change.operation.start.actor}, {"kind", change.operation.start.kind},
            {"reason", change.operation.start.reason}, {"fields", fields}});
    }
    return items;
}

int show_master(Context& context, const MasterOptions& options)
{
    const auto detail = context.services.manage_masters().show(
        kind_of(context, options.kind), options.code, context.caller.business_date);
    if (context.json) {
        json versions = json::array();
        for (const auto& listed : detail.versions) versions.push_back(master_json(context, listed));
        context.print({{"versions", versions}, {"history", history_json(detail.history)}});
        return kDone;
    }
    print_masters(context, detail.versions);
    for (const auto& change : detail.history) {
        context.out << in_japan(change.operation.started_at) << "  " << change.operation.start.actor << "  "
                    << context.sentence("label.operation." + change.operation.start.kind) << "  "
                    << change.operation.start.reason << "\n";
        for (const auto& field : change.fields) {
            context.out << "    " << context.sentence("label.master_field." + field.field) << "  "
                        << field.old_value << " → " << field.new_value << "\n";
        }
    }
    return kDone;
}

domain::Date day_of(const Context& context, const std::string& option, const std::string& text)
{
    return read_date(option, text, context.services.eras()).value_or(context.caller.business_date);
}

int add_new(Context& context, const MasterOptions& options)
{
    context.services.manage_masters().add(
        {kind_of(context, options.kind), options.code, options.name, options.fund,
            points_of(context, options.points).value_or(false), day_of(context, "--from", options.from),
            read_date("--to", options.to, context.services.eras()), options.reason},
        context.caller);
    return show_master(context, options);
}

int set_master(Context& context, const MasterOptions& options)
{
    application::MasterChange change;
    change.kind = kind_of(context, options.kind);
    change.code = options.code;
    if (!options.name.empty()) change.name = options.name;
    if (options.has_fund) change.fund_code = options.fund;
    change.gives_points = points_of(context, options.points);
    change.from = day_of(context, "--from", options.from);
    change.reason = options.reason;
    context.services.manage_masters().set(change, context.caller);
    return show_master(context, options);
}

Syntax add_one(const Syntax& master, const char* name, const char* help, const Options& options)
{
    auto command = master.add_subcommand(name, help);
    command.add_option("kind", options->kind, "使途, 基金, ポータル, 支払方法 or 課・係").required();
    command.add_option("code", options->code, "code").required();
    return command;
}

void add_changes(const Syntax& master, Choice& choice, const Options& options)
{
    auto set = add_one(master, "set", "another name, fund or points flag from a day on", options);
    set.add_option("--name", options->name, "new name");
    auto fund = set.add_option("--fund", options->fund, "fund of a purpose; \"\" for none");
    set.add_option("--points", options->points, "whether a portal gives points: あり or なし");
    set.add_option("--from", options->from, "first day (default: the business date); may lie ahead");
    set.add_option("--reason", options->reason, "why").required();
    set.callback([&choice, options, fund] {
        options->has_fund = fund.is_given();
        choice.command = [options](Context& context) { return set_master(context, *options); };
    });
    auto end = add_one(master, "end", "set the last day", options);
    end.add_option("--to", options->to, "last day (default: the business date)");
    end.add_option("--reason", options->reason, "why").required();
    end.callback([&choice, options] {
        choice.command = [options](Context& context) {
            context.services.manage_masters().end(kind_of(context, options->kind), options->code,
                day_of(context, "--to", options->to), options->reason, context.caller);
            return show_master(context, *options);
        };
    });
    auto withdraw = add_one(master, "withdraw", "take the newest version back before it is used", options);
    withdraw.add_option("--reason", options->reason, "why").required();
    withdraw.callback([&choice, options] {
        choice.command = [options](Context& context) {
            context.services.manage_masters().withdraw(
                kind_of(context, options->kind), options->code, options->reason, context.caller);
            return show_master(context, *options);
        };
    });
}

}  // namespace

void add_master(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<MasterOptions>();
    auto master =
        app.add_subcommand("master", "purposes, funds, portals, payment methods, sections, by their days");
    master.require_subcommand(1);
    auto list = master.add_subcommand("list", "what holds and what is planned");
    list.add_option("kind", options->kind, "使途, 基金, ポータル, 支払方法 or 課・係 (default: all)");
    list.add_flag("--all", options->all, "what is over and withdrawn too");
    list.add_option("--search", options->search, "part of code or name");
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_masters(context, *options); };
    });
    auto show = add_one(master, "show", "all versions of one, and who changed what", options);
    show.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_master(context, *options); };
    });
    auto add = add_one(master, "add", "a new one, or one that begins again", options);
    add.add_option("name", options->name, "name").required();
    add.add_option("--fund", options->fund, "fund of a purpose");
    add.add_option("--points", options->points, "whether a portal gives points: あり or なし");
    add.add_option("--from", options->from, "first day (default: the business date); may lie ahead");
    add.add_option("--to", options->to, "last day, if known");
    add.add_option("--reason", options->reason, "why, for the history");
    add.callback([&choice, options] {
        choice.command = [options](Context& context) { return add_new(context, *options); };
    });
    add_changes(master, choice, options);
}

}  // namespace furusato::cli
