#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"

namespace furusato::cli {

void add_init(const Syntax& app, Choice& choice)
{
    auto init = app.add_subcommand("init", "create or update the ledger; --demo loads the sample city");
    auto demo = std::make_shared<bool>(false);
    init.add_flag(
        "--demo", *demo, "load the sample city's masters, gifts, campaigns and targets (架空データ)");
    init.callback([&choice, demo] {
        choice.command = [demo](Context& context) {
            const auto done = context.services.initialise(*demo, context.caller);
            if (context.json) {
                context.print({{"migrations_applied", done.migrations_applied},
                    {"loaded", {{"settings", done.city.settings}, {"purposes", done.city.purposes},
                                   {"campaigns", done.city.campaigns}, {"targets", done.city.targets},
                                   {"gifts", done.gifts.added + done.gifts.updated}}}});
                return kDone;
            }
            const bool nothing = done.migrations_applied == 0 && done.city.total() == 0 &&
                                 done.gifts.added + done.gifts.updated == 0;
            context.out << context.sentence(nothing                       ? "init.already_done"
                                            : done.migrations_applied > 0 ? "init.done"
                                                                          : "init.updated")
                        << "\n";
            if (done.gifts.added > 0) {
                context.out << context.sentence(
                                   "init.loaded", {{"gifts", std::to_string(done.gifts.added)},
                                                      {"purposes", std::to_string(done.city.purposes)},
                                                      {"campaigns", std::to_string(done.city.campaigns)}})
                            << "\n";
            }
            return kDone;
        };
    });
}

}  // namespace furusato::cli
