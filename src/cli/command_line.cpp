#include "furusato/cli/command_line.hpp"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/sentence.hpp"
#include "cli/usage.hpp"

namespace furusato::cli {

std::string Context::sentence(const std::string& code, const domain::Refusal::Details& details) const
{
    return sentence_of(messages, code, details);
}

void Context::log_access(const std::string& action, const std::string& subject, std::int64_t records,
    const std::string& purpose) const
{
    services.access_log().add({services.clock().now_utc(), caller.actor, action, subject, records, purpose});
}

void Context::print(const nlohmann::json& object) const
{
    out << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n" << std::flush;
}

void Context::print_list(const nlohmann::json& items) const
{
    print({{"items", items}, {"next", nullptr}, {"total", items.size()}, {"total_is_exact", true}});
}

namespace {

void add_global_options(const Syntax& app, GlobalOptions& options)
{
    app.add_option("--config", options.config,
        "settings file (default: furusato.properties in the data folder, if there)");
    app.add_option("--data", options.data, "data folder (default: $FURUSATO_DATA, else ./var)");
    app.add_option("--database", options.database,
        "sqlite:PATH or mysql://USER@HOST/SCHEMA (default: furusato.db in the data folder)");
    app.add_option("--as-of", options.as_of, "business date 業務日付, YYYY-MM-DD (default: today in Japan)");
    app.add_option("--actor", options.actor, "who acts, for the history (default: login name)");
    app.add_option("--lang", options.language, "language of messages").one_of({"ja", "en"});
    app.add_flag("--json", options.json, "one JSON object per line on standard output");
}

/// A refusal as people or programs read it.
int report_refusal(
    const Messages& messages, bool json, const domain::Refusal& refusal, std::ostream& out, std::ostream& err)
{
    const std::string text = sentence_of(messages, refusal.code(), refusal.details());
    if (json) {
        nlohmann::json error{{"code", refusal.code()}, {"message", text}};
        for (const auto& [name, value] : refusal.details()) error[name == "code" ? "value" : name] = value;
        out << nlohmann::json{{"error", error}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
            << "\n";
    }
    err << text << "\n";
    return exit_code_of(refusal.kind());
}

/// The log gets the text of the failure, people get a sentence and the number under which it stands there.
int report_failure(const Context& context, const std::string& code, const std::string& what)
{
    const std::string incident = context.services.log_incident(code + ": " + what);
    const std::string sentence = context.messages.count(code) != 0
                                     ? context.sentence(code)
                                     : context.sentence("unexpected", {{"number", incident}});
    if (context.json)
        context.print({{"error", {{"code", code}, {"message", sentence}, {"incident", incident}}}});
    context.err << sentence << "（" << incident << "）\n";
    return kUnexpected;
}

int run_guarded(Context& context, const Command& command)
{
    try {
        return command(context);
    } catch (const domain::Refusal& refusal) {
        return report_refusal(context.messages, context.json, refusal, context.out, context.err);
    } catch (const application::StorageError& failure) {
        return report_failure(context, failure.code(), failure.what());
    } catch (const std::exception& failure) {
        return report_failure(context, "unexpected", failure.what());
    }
}

std::string actor_of(const GlobalOptions& options)
{
    constexpr std::size_t kLongestActor = 100;  // bytes; the column counts characters
    if (!options.actor.empty()) return options.actor.substr(0, kLongestActor);
    const char* login = ::getlogin();
    const char* user = login != nullptr ? login : std::getenv("USER");
    return user != nullptr ? user : "unknown";
}

int run_choice(const Choice& choice, const GlobalOptions& options, const Composition& composition,
    const Messages& messages, std::ostream& out, std::ostream& err)
{
    std::unique_ptr<application::Services> services;
    try {
        services = composition.services(options);
        const auto as_of = read_date("--as-of", options.as_of, services->eras());
        const application::Caller caller{actor_of(options), as_of.value_or(services->clock().today())};
        Context context{*services, messages, caller, options.json, out, err};
        return run_guarded(context, choice.command);
    } catch (const domain::Refusal& refusal) {
        return report_refusal(messages, options.json, refusal, out, err);
    }
}

}  // namespace

int run_command_line(
    int argc, const char* const* argv, const Composition& composition, std::ostream& out, std::ostream& err)
{
    const RootSyntax root{"furusato", "ふるさと台帳: furusato-nozei back office"};
    const Syntax app = root.top();
    app.fallthrough();
    app.require_subcommand(1);
    GlobalOptions options;
    Choice choice;
    add_global_options(app, options);
    add_init(app, choice);
    add_import(app, choice);
    add_donation(app, choice);
    add_donor(app, choice);
    add_ticket(app, choice);
    add_payment(app, choice);
    add_profile(app, choice);
    add_gift(app, choice);
    add_campaign(app, choice);
    add_search(app, choice);
    add_master(app, choice);
    add_receipt(app, choice);
    add_target(app, choice);
    add_report(app, choice);
    add_setting(app, choice);
    add_access(app, choice);
    add_audit(app, choice);
    add_retention(app, choice);
    add_verify(app, choice);
    add_database(app, choice);
    bool wants_version = false;
    app.add_subcommand("version", "version of the program").callback([&] { wants_version = true; });
    const std::optional<int> ended = read_arguments(app, argc, argv, composition.messages, out, err);
    if (ended) return *ended;
    if (wants_version) {
        out << (options.json ? nlohmann::json{{"version", composition.version}}.dump()
                             : "furusato " + composition.version)
            << "\n";
        return kDone;
    }
    return run_choice(choice, options, composition, composition.messages(options.language), out, err);
}

}  // namespace furusato::cli
