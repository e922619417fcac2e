#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/evidence_paper.hpp"
#include "cli/exit_codes.hpp"

namespace furusato::cli {
namespace {

using domain::Refusal;
using domain::RefusalKind;

struct EvidenceOptions {
    std::string number, out, purpose;
    std::optional<std::string> reveal;
    bool overwrite = false;
};

/// The paper shows the record of the portal's file as it came, so a guarded address stands on it or the paper is not made.
void require_reveal(Context& context, const EvidenceOptions& options)
{
    const auto disclosure = disclosure_of(options.reveal);
    const auto listed = context.services.list_donations().show(options.number).listed;
    if (!listed.is_address_hidden) return;
    if (disclosure == application::Disclosure::Guarded)
        throw Refusal{RefusalKind::Conflict, "address.guarded", {{"number", listed.donation.number.text()}}};
    log_look(context, "donation", "evidence", listed.donation.number.text(), 1, options.reveal);
}

int print_evidence(Context& context, const EvidenceOptions& options)
{
    const std::filesystem::path file = options.out;
    if (!options.overwrite && std::filesystem::exists(file))
        throw Refusal{RefusalKind::Conflict, "file.exists", {{"file", file.filename().string()}}};
    if (options.purpose.find_first_not_of(" \t\n") == std::string::npos)
        throw Refusal{RefusalKind::Invalid, "export.purpose_missing"};
    require_reveal(context, options);
    const auto evidence = context.services.gather_evidence().execute(options.number);
    const std::string number = evidence.detail.listed.donation.number.text();
    context.services.access_log().add({context.services.clock().now_utc(), context.caller.actor,
        "donation.evidence", number, 1, options.purpose});
    const int pages =
        context.services.paper_printer().print(file, paper_of(context, evidence, options.purpose));
    if (context.json) {
        context.print({{"number", number}, {"pages", pages}, {"file", file.filename().string()},
            {"operations", evidence.operations.size()}, {"records", evidence.records.size()},
            {"receipts", evidence.receipts.size()}, {"payments", evidence.payments.size()},
            {"sound", evidence.is_sound()}});
    } else {
        context.out << context.sentence("paper.printed",
                           {{"pages", std::to_string(pages)}, {"file", file.filename().string()}})
                    << "\n"
                    << context.sentence(evidence.is_sound() ? "evidence.all_sound" : "evidence.not_sound",
                           {{"number", number}})
                    << "\n";
    }
    return evidence.is_sound() ? kDone : kNeedsAttention;
}

}  // namespace

void add_donation_evidence(const Syntax& donation, Choice& choice)
{
    auto options = std::make_shared<EvidenceOptions>();
    auto command =
        donation.add_subcommand("evidence", "everything that proves one donation (証跡一式), as PDF");
    command.add_option("number", options->number, "donation, portal order or receipt number").required();
    command.add_option("--out", options->out, "PDF file to write").required();
    command.add_option("--purpose,--for", options->purpose, "for what; stands on the paper and in the log")
        .required();
    add_reveal_option(command, options->reveal);
    command.add_flag("--overwrite", options->overwrite, "replace a file that is there");
    command.callback([&choice, options] {
        choice.command = [options](Context& context) { return print_evidence(context, *options); };
    });
}

}  // namespace furusato::cli
