#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"

namespace furusato::cli {

void add_verify(const Syntax& app, Choice& choice)
{
    auto verify =
        app.add_subcommand("verify", "check every stored invariant: audit chain, history, sums, receipts");
    verify.callback([&choice] {
        choice.command = [](Context& context) {
            const auto report = context.services.verify_ledger().execute();
            if (context.json) {
                auto findings = nlohmann::json::array();
                for (const auto& finding : report.findings) {
                    findings.push_back({{"code", finding.code}, {"subject", finding.subject},
                        {"message", context.sentence(finding.code)}});
                }
                context.print({{"ok", report.findings.empty()}, {"donations", report.donations},
                    {"operations", report.operations}, {"receipts", report.receipts},
                    {"revenue_entries", report.entries}, {"anchors", report.anchors},
                    {"operations_after_anchor", report.operations_after_anchor},
                    {"unsealed_from", report.unsealed_from ? nlohmann::json(report.unsealed_from->iso())
                                                           : nlohmann::json(nullptr)},
                    {"findings_in_all", report.findings_in_all}, {"findings", findings}});
            } else {
                for (const auto& finding : report.findings) {
                    context.out << context.sentence(finding.code) << "  " << finding.subject << "\n";
                }
                context.out << context.sentence(report.findings.empty() ? "verify.ok" : "verify.differs",
                                   {{"donations", std::to_string(report.donations)},
                                       {"operations", std::to_string(report.operations)},
                                       {"receipts", std::to_string(report.receipts)},
                                       {"findings", std::to_string(report.findings_in_all)}})
                            << "\n";
                if (report.unsealed_from) {
                    context.out << context.sentence("verify.unsealed",
                                       {{"operations", std::to_string(report.operations_after_anchor)},
                                           {"day", report.unsealed_from->iso()}})
                                << "\n";
                }
            }
            return report.findings.empty() ? kDone : kNeedsAttention;
        };
    });
}

}  // namespace furusato::cli
