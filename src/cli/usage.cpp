#include "cli/usage.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string_view>

#include "cli/exit_codes.hpp"
#include "cli/sentence.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using Details = domain::Refusal::Details;

std::vector<CLI::App*> commands_of(CLI::App& app)
{
    return app.get_subcommands([](CLI::App*) { return true; });
}

/// The command that the line got to.
CLI::App& deepest(CLI::App& app)
{
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : deepest(*chosen.back());
}

std::string full_name(const CLI::App& app)
{
    return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

/// Help for an 80-column terminal that counts full-width characters twice.
class HelpFormatter : public CLI::Formatter {
public:
    std::string make_option(const CLI::Option* option, bool is_positional) const override
    {
        return entry(
            make_option_name(option, is_positional) + make_option_opts(option), option->get_description());
    }
    std::string make_subcommand(const CLI::App* command) const override
    {
        return entry(command->get_name(), command->get_description());
    }
    /// The description alone: that one subcommand is needed shows in the usage line.
    std::string make_description(const CLI::App* command) const override
    {
        return command->get_description() + "\n";
    }

private:
    static std::string entry(const std::string& name, const std::string& description)
    {
        constexpr std::size_t kTerminal = 80;
        constexpr std::size_t kNames = 28;
        std::string text = "  " + name;
        const std::size_t used = display_width(text);
        bool is_first = used + 2 <= kNames;
        if (is_first) text.append(kNames - used, ' ');
        for (const auto& line : wrapped(description, kTerminal - kNames)) {
            if (!is_first) text.append("\n").append(kNames, ' ');
            text += line;
            is_first = false;
        }
        return text + "\n";
    }
};

/// Replaces the texts that have a translation; the other stay English.
void translate(CLI::App& app, const Messages& help)
{
    const auto translated = [&](const std::string& text) {
        const auto found = help.find(text);
        return found == help.end() ? text : found->second;
    };
    app.description(translated(app.get_description()));
    app.group(translated(app.get_group()));
    for (CLI::Option* option : app.get_options()) {
        option->description(translated(option->get_description()));
        option->group(translated(option->get_group()));
    }
    for (CLI::App* command : commands_of(app)) translate(*command, help);
}

void set_formatter(CLI::App& app, const std::shared_ptr<HelpFormatter>& formatter)
{
    app.formatter(formatter);
    for (CLI::App* command : commands_of(app)) set_formatter(*command, formatter);
}

void translate_labels(HelpFormatter& formatter, const Messages& help)
{
    for (const char* label : {"Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "Positionals", "REQUIRED",
             "TEXT", "INT", "UINT", "INT:NONNEGATIVE", "INT:POSITIVE", "UINT:POSITIVE", "UINT:NONNEGATIVE"}) {
        const auto found = help.find(label);
        if (found != help.end()) formatter.label(label, found->second);
    }
}

/// How many letters must be changed to make one word of the other.
std::size_t distance(std::string_view left, std::string_view right)
{
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t changed = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

/// The command or option that was probably meant; empty when none is near.
std::string meant_by(CLI::App& app, const std::string& word)
{
    std::string nearest;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    const auto look_at = [&](const std::string& name) {
        const std::size_t letters = distance(word, name);
        if (letters >= least) return;
        least = letters;
        nearest = name;
    };
    if (word.starts_with("-")) {
        for (const CLI::Option* option : app.get_options()) {
            for (const auto& name : option->get_lnames()) look_at("--" + name);
        }
    } else {
        for (const CLI::App* command : commands_of(app)) look_at(command->get_name());
    }
    return nearest;
}

std::string names_of_commands(CLI::App& app)
{
    std::string names;
    for (const CLI::App* command : commands_of(app))
        names += (names.empty() ? "" : "、") + command->get_name();
    return names;
}

struct Fault {
    std::string code;
    Details details;
};

Fault unexpected(CLI::App& at, const std::string& word)
{
    const std::string meant = meant_by(at, word);
    return meant.empty() ? Fault{"usage.unexpected", {{"value", word}}}
                         : Fault{"usage.misspelt", {{"value", word}, {"meant", meant}}};
}

/// "--calendar: moon not in {fiscal,tax}" and its kin.
Fault invalid_value(const std::string& text)
{
    const std::string option = text.substr(0, text.find(':'));
    const auto choices = text.find(" not in {");
    if (choices == std::string::npos) return {"usage.value_invalid", {{"option", option}}};
    const auto open = choices + std::string_view{" not in {"}.size();
    return {"usage.value_not_one_of",
        {{"option", option}, {"allowed", text.substr(open, text.find('}', open) - open)}}};
}

Fault fault_of(CLI::App& app, const CLI::ParseError& error)
{
    const std::string text = error.what();
    const std::string kind = error.get_name();
    CLI::App& at = deepest(app);
    const auto rest = app.remaining(true);
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError) && !rest.empty()) {
        // An option's value is as unknown as the misspelt option; the option is what to tell.
        const auto option = std::find_if(
            rest.begin(), rest.end(), [](const std::string& word) { return word.starts_with("-"); });
        return unexpected(at, option != rest.end() ? *option : rest.front());
    }
    if (kind == "RequiredError" && text.find("subcommand") != std::string::npos) {
        if (!rest.empty()) return unexpected(at, rest.front());
        return {"usage.command_missing", {{"commands", names_of_commands(at)}}};
    }
    if (kind == "RequiredError")
        return {"usage.option_missing", {{"option", text.substr(0, text.find(' '))}}};
    if (kind == "ValidationError") return invalid_value(text);
    if (kind == "ArgumentMismatch")
        return {"usage.value_missing", {{"option", text.substr(0, text.find(':'))}}};
    if (kind == "ConversionError") {
        const auto colon = text.find(": ");
        const auto name = colon == std::string::npos ? text : text.substr(colon + 2);
        return {"usage.value_invalid", {{"option", name.substr(0, name.find(' '))}}};
    }
    return {"usage.invalid", {{"text", text}}};
}

/// What stands on the line before anything could be read: the language and whether a program asks.
struct Reader {
    std::string language = GlobalOptions{}.language;
    bool json = false;
};

Reader reader_of(int argc, const char* const* argv)
{
    Reader reader;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--json") reader.json = true;
        if (word == "--lang=en" ||
            (word == "--lang" && i + 1 < argc && std::string_view{argv[i + 1]} == "en"))
            reader.language = "en";
    }
    return reader;
}

int tell_fault(CLI::App& app, const CLI::ParseError& error, const Messages& messages, bool json,
    std::ostream& out, std::ostream& err)
{
    const Fault fault = fault_of(app, error);
    const std::string sentence = sentence_of(messages, fault.code, fault.details);
    if (json) out << nlohmann::json{{"error", {{"code", fault.code}, {"message", sentence}}}}.dump() << "\n";
    err << sentence << "\n"
        << sentence_of(messages, "usage.see_help", {{"command", full_name(deepest(app))}}) << "\n";
    return kInvalid;
}

}  // namespace

std::optional<int> read_arguments(const Syntax& top, int argc, const char* const* argv,
    const std::function<Messages(const std::string& name)>& messages, std::ostream& out, std::ostream& err)
{
    CLI::App& app = top.app();
    try {
        app.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        const Reader reader = reader_of(argc, argv);
        if (error.get_exit_code() != 0)
            return tell_fault(app, error, messages(reader.language), reader.json, out, err);
        const Messages help = reader.language == "en" ? Messages{} : messages("help." + reader.language);
        const auto formatter = std::make_shared<HelpFormatter>();
        translate_labels(*formatter, help);
        set_formatter(app, formatter);
        translate(app, help);
        app.exit(error, out, err);
        return kDone;
    }
}

}  // namespace furusato::cli
