#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::ProfileFault;
using nlohmann::json;
using portal_import::DraftedField;
using portal_import::DraftedProfile;

struct ProfileOptions {
    std::vector<std::string> names;
    std::string file, id = "draft", label = "新しいポータル", out;
};

int list(Context& context)
{
    const auto profiles = context.services.portal_profiles().list();
    if (context.json) {
        json items = json::array();
        for (const auto& profile : profiles) {
            items.push_back({{"id", profile.id}, {"label", profile.label}, {"file", profile.file},
                {"origin", profile.is_of_city ? "city" : "shipped"},
                {"replaces_shipped", profile.replaces_shipped}, {"valid_from", profile.valid_from.iso()},
                {"row_unit", profile.row_unit}, {"source", profile.source},
                {"has_faults", profile.has_faults}});
        }
        context.print_list(items);
        return kDone;
    }
    TextTable table{{{"ID"}, {"ポータル"}, {"ファイル"}, {"置き場所"}, {"1行の意味"}, {"状態"}}};
    for (const auto& profile : profiles) {
        table.add({profile.id, profile.label, profile.file,
            context.sentence(
                profile.is_of_city ? "label.profile_origin.city" : "label.profile_origin.shipped"),
            context.sentence("label.row_unit." + profile.row_unit),
            context.sentence(
                profile.has_faults ? "label.profile_state.faulty" : "label.profile_state.good")});
    }
    table.print(context.out);
    return kDone;
}

/// Braces of a value are no placeholders of the sentence.
std::string shown(std::string text)
{
    for (const auto& [brace, wide] : {std::pair{"{", "｛"}, {"}", "｝"}}) {
        for (auto at = text.find(brace); at != std::string::npos; at = text.find(brace))
            text.replace(at, 1, wide);
    }
    return text;
}

std::string sentence_of(const Context& context, const ProfileFault& fault)
{
    return context.sentence(fault.code, {{"key", shown(fault.key)}, {"value", shown(fault.value)}});
}

void print_faults(const Context& context, const application::CheckedProfiles& checked, long faults)
{
    for (const ProfileFault& fault : checked.faults) {
        const std::string kind =
            context.sentence(fault.is_warning ? "label.profile_fault.warning" : "label.profile_fault.fault");
        context.out << fault.file << "  " << kind << (fault.key.empty() ? "" : "  " + fault.key) << "\n  "
                    << sentence_of(context, fault) << "\n";
    }
    context.out << context.sentence("profile.checked",
                       {{"profiles", std::to_string(checked.profiles)}, {"faults", std::to_string(faults)},
                           {"warnings", std::to_string(static_cast<long>(checked.faults.size()) - faults)}})
                << "\n";
}

int check(Context& context, const ProfileOptions& options)
{
    const auto checked = context.services.portal_profiles().check(options.names);
    long faults = 0;
    for (const ProfileFault& fault : checked.faults) faults += fault.is_warning ? 0 : 1;
    if (!context.json) {
        print_faults(context, checked, faults);
        return faults == 0 ? kDone : kInvalid;
    }
    json all = json::array();
    for (const ProfileFault& fault : checked.faults) {
        all.push_back({{"file", fault.file}, {"key", fault.key}, {"code", fault.code}, {"value", fault.value},
            {"is_warning", fault.is_warning}, {"message", sentence_of(context, fault)}});
    }
    context.print({{"profiles", checked.profiles}, {"faults", faults},
        {"warnings", static_cast<long>(checked.faults.size()) - faults}, {"items", all}});
    return faults == 0 ? kDone : kInvalid;
}

const char* reason_of(const DraftedField& field)
{
    if (field.by_header && field.by_content) return "both";
    return field.by_header ? "header" : "content";
}

json json_of(const std::vector<DraftedField>& fields)
{
    json all = json::array();
    for (const DraftedField& field : fields) {
        all.push_back({{"field", key_of(field.field)}, {"header", field.header},
            {"confidence", field.confidence}, {"reason", reason_of(field)}});
    }
    return all;
}

json json_of(const Context& context, const application::DraftedDocument& drafted)
{
    const DraftedProfile& draft = drafted.draft;
    json missing = json::array();
    for (const auto field : draft.missing) missing.push_back(key_of(field));
    json notes = json::array();
    for (const std::string& code : draft.notes)
        notes.push_back({{"code", code}, {"message", context.sentence(code)}});
    return {{"header_line", draft.header_line}, {"rows_looked_at", draft.rows_looked_at},
        {"encoding", name_of(draft.encoding)},
        {"delimiter", portal_import::key_of_delimiter(draft.format.delimiter)},
        {"fields", json_of(draft.fields)}, {"gift_columns", json_of(draft.gift_columns)},
        {"missing", missing}, {"unused", draft.unused}, {"unknown_words", draft.unknown_words},
        {"notes", notes}, {"profile", json::parse(drafted.text)}};
}

std::string label_of(const Context& context, portal_import::Field field)
{
    return context.sentence("label.profile_field." + std::string{key_of(field)});
}

void print_draft(const Context& context, const application::DraftedDocument& drafted)
{
    const DraftedProfile& draft = drafted.draft;
    using Align = TextTable::Align;
    TextTable table{{{"項目"}, {"キー"}, {"列"}, {"確からしさ", Align::Right}, {"根拠"}}};
    for (const auto* fields : {&draft.fields, &draft.gift_columns}) {
        for (const DraftedField& field : *fields) {
            table.add({label_of(context, field.field), std::string{key_of(field.field)}, field.header,
                std::to_string(field.confidence) + "%",
                context.sentence("label.draft_reason." + std::string{reason_of(field)})});
        }
    }
    table.print(context.err);
    for (const auto field : draft.missing)
        context.err << context.sentence("draft.field_missing",
                           {{"field", label_of(context, field)}, {"key", std::string{key_of(field)}}})
                    << "\n";
    for (const auto& [name, words] : draft.unknown_words) {
        for (const std::string& word : words)
            context.err << context.sentence(
                               "draft.word_unknown", {{"key", "values." + name}, {"value", shown(word)}})
                        << "\n";
    }
    for (const std::string& code : draft.notes) context.err << context.sentence(code) << "\n";
}

int draft(Context& context, const ProfileOptions& options)
{
    const auto& shelf = context.services.portal_profiles();
    const auto source = context.services.open_file(options.file);
    const auto drafted = shelf.draft(*source, options.id, options.label);
    if (!options.out.empty()) shelf.write(options.out, drafted.text);
    const int code = drafted.draft.missing.empty() ? kDone : kNeedsAttention;
    if (context.json) {
        context.print(json_of(context, drafted));
        return code;
    }
    print_draft(context, drafted);
    if (options.out.empty()) {
        context.out << drafted.text;
    } else {
        context.err << context.sentence("draft.written", {{"file", options.out}}) << "\n";
    }
    return code;
}

}  // namespace

void add_profile(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<ProfileOptions>();
    auto profile = app.add_subcommand("profile", "layouts of portal files");
    profile.require_subcommand(1);
    profile.add_subcommand("list", "all layouts, shipped and the city's own").callback([&choice] {
        choice.command = [](Context& context) { return list(context); };
    });
    auto check_command = profile.add_subcommand("check", "look for faults in layouts");
    check_command.add_option("names", options->names, "ids or files; default: all");
    check_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return check(context, *options); };
    });
    auto draft_command = profile.add_subcommand("draft", "propose a layout for a file of an unknown portal");
    draft_command.add_option("file", options->file, "CSV file").required();
    draft_command.add_option("--id", options->id, "key of the portal: small letters, figures and _");
    draft_command.add_option("--label", options->label, "name of the portal");
    draft_command.add_option("--out", options->out, "file to write; default: standard output");
    draft_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return draft(context, *options); };
    });
}

}  // namespace furusato::cli
