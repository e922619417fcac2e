#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/likeness_texts.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::ListedDonor;
using application::ListedPair;
using domain::MatchField;
using domain::PairState;
using nlohmann::json;
using Align = TextTable::Align;

struct PairOptions {
    std::int64_t id = 0;
    std::string state = "open", search, reason;
    std::optional<std::int64_t> limit, after, into;
    std::optional<int> version;
    std::optional<std::string> reveal;
};

/// A donor who was merged since stands for the one he is part of; a settled pair is called by its own numbers.
domain::DonorId number_of(const ListedDonor& donor, domain::DonorId own, const application::DonorPair& pair)
{
    return pair.state == PairState::Merged ? own : donor.record.donor;
}

json side_json(const ListedDonor& donor, domain::DonorId id)
{
    json object = contact_json(donor.contact);
    object.update({{"id", id.value}, {"kind", domain::key_of(donor.record.kind)},
        {"birth_date", donor.is_address_hidden ? "" : donor.contact.birth_date},
        {"donations", donor.donations}, {"total_yen", donor.amount.amount()},
        {"version", donor.record.version}, {"address_hidden", donor.is_address_hidden}});
    return object;
}

json pair_json(const ListedPair& listed)
{
    return {{"id", listed.pair.id}, {"state", domain::key_of(listed.pair.state)},
        {"score", listed.pair.score}, {"reasons", likeness_json(listed.pair.likeness)},
        {"version", listed.pair.version},
        {"donation", listed.donation.empty() ? json(nullptr) : json(listed.donation)},
        {"donor", side_json(listed.donor, number_of(listed.donor, listed.pair.donor, listed.pair))},
        {"other", side_json(listed.other, number_of(listed.other, listed.pair.other, listed.pair))}};
}

int list_pairs(Context& context, const PairOptions& options)
{
    application::PairRequest request;
    request.state = static_cast<PairState>(
        read_word(context, "--state", options.state, domain::kPairStateKeys, "label.pair_state."));
    request.search = options.search;
    request.after = options.after.value_or(0);
    request.limit = options.limit.value_or(request.limit);
    request.day = context.caller.business_date;
    request.disclosure = disclosure_of(options.reveal);
    const auto page = context.services.list_donor_pairs().list(request);
    const auto shown = static_cast<std::int64_t>(page.pairs.size());
    if (shown > 0) log_look(context, "donor", "candidates", "", 2 * shown, options.reveal);
    if (context.json) {
        json items = json::array();
        for (const auto& listed : page.pairs) items.push_back(pair_json(listed));
        context.print(
            {{"items", items}, {"next", page.next ? json(std::to_string(*page.next)) : json(nullptr)},
                {"total", page.total}, {"total_is_exact", true}});
        return kDone;
    }
    TextTable table{{{"組", Align::Right}, {"寄附者", Align::Left}, {"寄附者", Align::Left},
        {"点", Align::Right}, {"比べた結果", Align::Left}}};
    for (const auto& [pair, donor, other, donation] : page.pairs)
        table.add({std::to_string(pair.id),
            std::to_string(number_of(donor, pair.donor, pair).value) + " " + donor.contact.name,
            std::to_string(number_of(other, pair.other, pair).value) + " " + other.contact.name,
            std::to_string(pair.score), likeness_text(context, pair.likeness)});
    table.print(context.out);
    context.out << context.sentence("list.total",
                       {{"shown", std::to_string(shown)}, {"total", std::to_string(page.total)}})
                << "\n";
    if (page.next)
        context.out << context.sentence("donor.next_page", {{"number", std::to_string(*page.next)}}) << "\n";
    return kDone;
}

/// Field by field, one side below the other: addresses are longer than a column.
void print_sides(const Context& context, const ListedPair& listed)
{
    const auto numbers = {number_of(listed.donor, listed.pair.donor, listed.pair),
        number_of(listed.other, listed.pair.other, listed.pair)};
    const auto add = [&](MatchField field, const std::string& left, const std::string& right) {
        const std::string key{domain::kMatchFieldKeys[static_cast<std::size_t>(field)]};
        const auto how = listed.pair.likeness.of(field);
        context.out << context.sentence("label.match_field." + key) << "："
                    << context.sentence("label.how." + std::string{domain::key_of(how)}) << "\n";
        const std::string* value = &left;
        for (const auto number : numbers) {
            print_line(context, "  " + std::to_string(number.value), *value);
            value = &right;
        }
    };
    const auto address = [&](const ListedDonor& donor) {
        return donor.is_address_hidden ? context.sentence("address.hidden")
                                       : address_line(domain::address_of(donor.contact));
    };
    const domain::Contact& left = listed.donor.contact;
    const domain::Contact& right = listed.other.contact;
    add(MatchField::Name, left.name, right.name);
    add(MatchField::Kana, left.kana, right.kana);
    add(MatchField::BirthDate, left.birth_date, right.birth_date);
    add(MatchField::Mail, left.mail, right.mail);
    add(MatchField::Phone, left.phone, right.phone);
    add(MatchField::Address, address(listed.donor), address(listed.other));
}

int show_pair(Context& context, const PairOptions& options)
{
    const auto listed = context.services.list_donor_pairs().show(
        options.id, context.caller.business_date, disclosure_of(options.reveal));
    log_look(context, "donor", "candidate", std::to_string(options.id), 2, options.reveal);
    if (context.json) {
        context.print(pair_json(listed));
        return kDone;
    }
    print_line(context, "状態",
        context.sentence("label.pair_state." + std::string{domain::key_of(listed.pair.state)}));
    print_line(context, "点", std::to_string(listed.pair.score));
    print_line(context, "きっかけの寄附", listed.donation);
    print_sides(context, listed);
    return kDone;
}

int merge_pair(Context& context, const PairOptions& options)
{
    const auto listed = context.services.list_donor_pairs().show(
        options.id, context.caller.business_date, application::Disclosure::Guarded);
    const auto& pair = listed.pair;
    const auto donor = number_of(listed.donor, pair.donor, pair);
    const auto other = number_of(listed.other, pair.other, pair);
    const domain::DonorId survivor{options.into.value_or(std::min(donor, other).value)};
    if (survivor != donor && survivor != other)
        throw domain::Refusal{domain::RefusalKind::Invalid, "pair.not_of_it",
            {{"pair", std::to_string(pair.id)}, {"number", std::to_string(survivor.value)}}};
    const auto moved = context.services.merge_donors().merge({.survivor = survivor,
        .merged = survivor == donor ? other : donor,
        .reason = options.reason,
        .pair_version = options.version.value_or(pair.version),
        .caller = context.caller});
    if (context.json) {
        context.print({{"id", pair.id}, {"state", "merged"}, {"donor", moved.survivor.value},
            {"merged", moved.merged.value}, {"donations", moved.donations},
            {"operation", moved.operation.value}});
        return kDone;
    }
    context.out << context.sentence("merge.done", {{"number", std::to_string(moved.merged.value)},
                                                      {"survivor", std::to_string(moved.survivor.value)},
                                                      {"donations", std::to_string(moved.donations.size())},
                                                      {"tickets", std::to_string(moved.tickets)}})
                << "\n";
    return kDone;
}

int settle(Context& context, const PairOptions& options, PairState state, const char* sentence)
{
    const auto pair = context.services.merge_donors().decide(
        options.id, state, options.reason, options.version, context.caller);
    if (context.json) {
        context.print({{"id", pair.id}, {"state", domain::key_of(pair.state)}, {"version", pair.version}});
        return kDone;
    }
    context.out << context.sentence(sentence, {{"pair", std::to_string(pair.id)}}) << "\n";
    return kDone;
}

int separate_pair(Context& context, const PairOptions& options)
{
    return settle(context, options, PairState::Separate, "pair.separated");
}

int reopen_pair(Context& context, const PairOptions& options)
{
    return settle(context, options, PairState::Open, "pair.reopened");
}

using Options = std::shared_ptr<PairOptions>;

Syntax add_command(const Syntax& candidates, Choice& choice, const char* name, const char* text,
    const Options& options, int (*run)(Context&, const PairOptions&))
{
    auto command = candidates.add_subcommand(name, text);
    command.callback([&choice, options, run] {
        choice.command = [options, run](Context& context) { return run(context, *options); };
    });
    return command;
}

Syntax add_decision(const Syntax& candidates, Choice& choice, const char* name, const char* text,
    const Options& options, int (*run)(Context&, const PairOptions&))
{
    auto command = add_command(candidates, choice, name, text, options, run);
    command.add_option("pair", options->id, "number of the pair (donor candidates list)").required();
    command.add_option("--reason", options->reason, "why, for the history").required();
    command.add_option("--version", options->version, "refuse if the pair has another version by now");
    return command;
}

}  // namespace

void add_donor_candidates(const Syntax& donor, Choice& choice)
{
    auto options = std::make_shared<PairOptions>();
    auto candidates =
        donor.add_subcommand("candidates", "donors who may be one person: look at them and decide");
    candidates.require_subcommand(1);
    auto list =
        add_command(candidates, choice, "list", "pairs in order of their number", options, list_pairs);
    list.add_option("--state", options->state, "未決 open (default), 同じ人 merged, 別の人 separate");
    list.add_option("--search", options->search, "one of the two: part of a name, kana, mail or phone");
    list.add_option("--limit", options->limit, "how many (default: 100)").positive();
    list.add_option("--after", options->after, "cursor: \"next\" of the list before").non_negative();
    add_reveal_option(list, options->reveal);
    auto show = add_command(
        candidates, choice, "show", "both sides, field by field, with the points", options, show_pair);
    show.add_option("pair", options->id, "number of the pair (donor candidates list)").required();
    add_reveal_option(show, options->reveal);
    auto merge =
        add_decision(candidates, choice, "merge", "one person: makes the two one", options, merge_pair);
    merge.add_option("--into", options->into, "which of the two numbers stays (default: the lower one)");
    add_decision(candidates, choice, "separate", "two persons: never proposed again", options, separate_pair);
    add_decision(candidates, choice, "reopen", "two persons were said, but it is to be decided again",
        options, reopen_pair);
}

}  // namespace furusato::cli
