#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/text_table.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::cli {
namespace {

using nlohmann::json;

struct DatabaseOptions {
    std::string from, to;
};

json copy_json(const application::DatabaseCopy& copy)
{
    json tables = json::array();
    for (const auto& table : copy.tables) {
        tables.push_back({{"name", table.name}, {"rows", table.rows}, {"copied_now", table.copied_now},
            {"sha256", table.digest}, {"equal", table.is_equal}});
    }
    return {{"tables", tables}, {"equal", copy.is_equal()}};
}

int copy_database(Context& context, const DatabaseOptions& options)
{
    const auto copy = context.services.copy_database(
        options.from, options.to, [&](const std::string& table, std::int64_t rows) {
            if (!context.json) context.err << "\r" << table << " " << rows << "\x1b[K" << std::flush;
        });
    if (context.json) {
        context.print(copy_json(copy));
        return copy.is_equal() ? kDone : kNeedsAttention;
    }
    context.err << "\r\x1b[K";
    using Align = TextTable::Align;
    TextTable table{{{context.sentence("label.table"), Align::Left},
        {context.sentence("label.rows"), Align::Right}, {context.sentence("label.result"), Align::Left}}};
    for (const auto& copied : copy.tables) {
        table.add({copied.name, domain::grouped(domain::Yen{copied.rows}),
            context.sentence(copied.is_equal ? "label.equal" : "label.differs")});
    }
    table.print(context.out);
    context.out << context.sentence(copy.is_equal() ? "database.copied" : "database.copy_differs") << "\n";
    return copy.is_equal() ? kDone : kNeedsAttention;
}

int check_database(Context& context)
{
    const auto check = context.services.check_database();
    if (context.json) {
        json object = json::object();
        for (const auto& fact : check.facts) object[fact.name] = fact.value;
        json findings = json::array();
        for (const auto& code : check.findings)
            findings.push_back({{"code", code}, {"message", context.sentence(code)}});
        context.print({{"facts", object}, {"findings", findings}});
    } else {
        TextTable table{{{context.sentence("label.fact"), TextTable::Align::Left},
            {context.sentence("label.value"), TextTable::Align::Left}}};
        for (const auto& fact : check.facts)
            table.add(
                {context.sentence("label.database." + fact.name), fact.value.empty() ? "-" : fact.value});
        table.print(context.out);
        for (const auto& code : check.findings) context.out << context.sentence(code) << "\n";
        if (check.findings.empty()) context.out << context.sentence("database.sound") << "\n";
    }
    return check.findings.empty() ? kDone : kNeedsAttention;
}

}  // namespace

void add_database(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<DatabaseOptions>();
    auto database = app.add_subcommand("database", "move the ledger to another database, check a database");
    database.require_subcommand(1);
    auto copy =
        database.add_subcommand("copy", "copy a whole ledger and compare both sides; may be run again");
    copy.add_option("--from", options->from, "sqlite:PATH or mysql://…").required();
    copy.add_option("--to", options->to, "sqlite:PATH or mysql://…").required();
    copy.callback([&choice, options] {
        choice.command = [options](Context& context) { return copy_database(context, *options); };
    });
    database.add_subcommand("check", "what the database says of itself, and what is to be put right")
        .callback([&choice] { choice.command = check_database; });
}

}  // namespace furusato::cli
