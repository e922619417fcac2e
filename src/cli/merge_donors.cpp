#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"

namespace furusato::cli {
namespace {

using application::MovedDonor;
using nlohmann::json;

struct MergeOptions {
    std::int64_t survivor = 0;
    std::int64_t merged = 0;
    std::vector<std::string> donations;
    std::optional<std::int64_t> to;
    std::optional<int> version;
    std::string reason;
};

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : "、") + word;
    return text;
}

std::string field_names(const Context& context, const std::vector<std::string>& fields)
{
    std::vector<std::string> names;
    names.reserve(fields.size());
    for (const std::string& field : fields) names.push_back(context.sentence("label.taken_field." + field));
    return joined(names);
}

int tell(const Context& context, const MovedDonor& moved, const std::string& sentence)
{
    if (context.json) {
        context.print({{"donor", moved.survivor.value}, {"merged", moved.merged.value},
            {"donations", moved.donations}, {"tickets", moved.tickets}, {"taken", moved.taken},
            {"stayed", moved.stayed}, {"kept", moved.kept}, {"operation", moved.operation.value}});
        return kDone;
    }
    context.out << context.sentence(sentence, {{"number", std::to_string(moved.merged.value)},
                                                  {"survivor", std::to_string(moved.survivor.value)},
                                                  {"donations", std::to_string(moved.donations.size())},
                                                  {"tickets", std::to_string(moved.tickets)}})
                << "\n";
    if (!moved.taken.empty())
        context.out << context.sentence("merge.taken", {{"fields", field_names(context, moved.taken)}})
                    << "\n";
    if (!moved.stayed.empty())
        context.out << context.sentence("unmerge.stayed", {{"numbers", joined(moved.stayed)}}) << "\n";
    if (!moved.kept.empty())
        context.out << context.sentence("unmerge.kept", {{"fields", field_names(context, moved.kept)}})
                    << "\n";
    return kDone;
}

int merge(Context& context, const MergeOptions& options)
{
    return tell(context,
        context.services.merge_donors().merge({.survivor = {options.survivor},
            .merged = {options.merged},
            .reason = options.reason,
            .version = options.version,
            .caller = context.caller}),
        "merge.done");
}

int unmerge(Context& context, const MergeOptions& options)
{
    return tell(context,
        context.services.merge_donors().unmerge({options.merged}, options.reason, context.caller),
        "unmerge.done");
}

int separate(Context& context, const MergeOptions& options)
{
    const auto to = options.to ? std::optional{domain::DonorId{*options.to}} : std::nullopt;
    const auto separated =
        context.services.merge_donors().separate({options.donations, to, options.reason, context.caller});
    if (context.json) {
        context.print(
            {{"from", separated.from.value}, {"donor", separated.to.value}, {"is_new", separated.is_new},
                {"donations", separated.donations}, {"operation", separated.operation.value}});
        return kDone;
    }
    context.out << context.sentence(separated.is_new ? "separate.done" : "separate.done_to",
                       {{"from", std::to_string(separated.from.value)},
                           {"number", std::to_string(separated.to.value)},
                           {"donations", joined(separated.donations)}})
                << "\n";
    return kDone;
}

Syntax add_command(const Syntax& donor, Choice& choice, const char* name, const char* text,
    const std::shared_ptr<MergeOptions>& options, int (*run)(Context&, const MergeOptions&))
{
    auto command = donor.add_subcommand(name, text);
    command.callback([&choice, options, run] {
        choice.command = [options, run](Context& context) { return run(context, *options); };
    });
    command.add_option("--reason", options->reason, "why, for the history").required();
    return command;
}

}  // namespace

void add_donor_merges(const Syntax& donor, Choice& choice)
{
    auto options = std::make_shared<MergeOptions>();
    auto to_merge = add_command(
        donor, choice, "merge", "makes two donors one; the second number leads to the first", options, merge);
    to_merge.add_option("donor", options->survivor, "number of the donor who stays").required();
    to_merge.add_option("merged", options->merged, "number of the donor who becomes part of him").required();
    to_merge.add_option("--version", options->version, "refuse if the donor has another version by now");
    auto to_unmerge = add_command(donor, choice, "unmerge",
        "takes a merge back: donations, tickets and record as before", options, unmerge);
    to_unmerge.add_option("merged", options->merged, "number of the donor who became part of another one")
        .required();
    auto to_separate = add_command(donor, choice, "separate",
        "donations that are somebody else's: to a new donor, or to --to", options, separate);
    to_separate.add_option("donations", options->donations, "donation or portal order numbers of one donor")
        .required();
    to_separate.add_option("--to", options->to, "number of the donor who gave them");
}

}  // namespace furusato::cli
