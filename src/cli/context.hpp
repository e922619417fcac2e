#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/syntax.hpp"
#include "furusato/application/services.hpp"
#include "furusato/cli/command_line.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::cli {

/// What a command works with once the options are read.
struct Context {
    application::Services& services;
    const Messages& messages;
    application::Caller caller;
    bool json = false;
    std::ostream& out;
    std::ostream& err;

    /// The sentence of a code with its {placeholders} filled; the code itself where no sentence is known.
    std::string sentence(const std::string& code, const domain::Refusal::Details& details = {}) const;
    /// Keeps in the log of accesses that personal data was shown; never the words searched for.
    void log_access(const std::string& action, const std::string& subject, std::int64_t records,
        const std::string& purpose = {}) const;
    /// Prints one JSON object on one line.
    void print(const nlohmann::json& object) const;
    /// Prints a complete list: {"items": […], "next": null, "total": …}.
    void print_list(const nlohmann::json& items) const;
};

/// A command that was chosen: does its work and gives the exit code.
using Command = std::function<int(Context&)>;

/// The command chosen on the command line; each subcommand's file puts its own here.
struct Choice {
    Command command;
};

// One function per file of this folder: adds the subcommand with its options.
void add_init(const Syntax& app, Choice& choice);
void add_import(const Syntax& app, Choice& choice);
// Into the subcommand of add_import.
void add_import_jobs(const Syntax& import_command, Choice& choice);
void add_import_rows(const Syntax& import_command, Choice& choice);
void add_import_undo(const Syntax& import_command, Choice& choice);
void add_donation(const Syntax& app, Choice& choice);
// Into the subcommand of add_donation.
void add_donation_show(const Syntax& donation, Choice& choice);
void add_donation_changes(const Syntax& donation, Choice& choice);
void add_donation_entry(const Syntax& donation, Choice& choice);
void add_donation_bulk(const Syntax& donation, Choice& choice);
void add_donation_export(const Syntax& donation, Choice& choice);
void add_donation_evidence(const Syntax& donation, Choice& choice);
void add_report_on_behalf(const Syntax& report, Choice& choice);  // into that of add_report
void add_report_moved_in(const Syntax& report, Choice& choice);   // into that of add_report
void add_donor(const Syntax& app, Choice& choice);
// Into the subcommand of add_donor.
void add_donor_edit(const Syntax& donor, Choice& choice);
void add_donor_merges(const Syntax& donor, Choice& choice);
void add_donor_candidates(const Syntax& donor, Choice& choice);
void add_ticket(const Syntax& app, Choice& choice);
void add_gift(const Syntax& app, Choice& choice);
void add_payment(const Syntax& app, Choice& choice);
void add_profile(const Syntax& app, Choice& choice);
void add_campaign(const Syntax& app, Choice& choice);
void add_search(const Syntax& app, Choice& choice);
void add_master(const Syntax& app, Choice& choice);
void add_receipt(const Syntax& app, Choice& choice);
void add_target(const Syntax& app, Choice& choice);
void add_report(const Syntax& app, Choice& choice);
void add_setting(const Syntax& app, Choice& choice);
void add_access(const Syntax& app, Choice& choice);
void add_audit(const Syntax& app, Choice& choice);
void add_retention(const Syntax& app, Choice& choice);
void add_verify(const Syntax& app, Choice& choice);
void add_database(const Syntax& app, Choice& choice);

}  // namespace furusato::cli
