#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/progress_bar.hpp"
#include "cli/stop_signal.hpp"

namespace furusato::cli {
namespace {

using application::UndoCounts;
using application::UndoneItem;
using nlohmann::json;
using Outcome = UndoneItem::Outcome;

struct UndoOptions {
    std::int64_t job = 0;
    std::string reason;
    bool dry_run = false;
};

constexpr std::int64_t kShownItems = 20;

const char* key_of(Outcome outcome)
{
    return outcome == Outcome::Withdrawn ? "withdrawn" : outcome == Outcome::Restored ? "restored" : "kept";
}

json item_json(const Context& context, const UndoneItem& item)
{
    json object{{"number", item.number}, {"portal_order_number", item.order_number},
        {"outcome", key_of(item.outcome)}, {"amount_yen", item.amount.amount()}};
    if (item.outcome == Outcome::Restored) object["changes"] = changes_json(item.changes);
    if (item.kept_because) {
        object["code"] = item.kept_because->code();
        object["message"] = context.sentence(item.kept_because->code(), item.kept_because->details());
    }
    return object;
}

/// What is put back or stays is told one by one, to programs whole; what is withdrawn is a figure.
class Teller {
public:
    explicit Teller(const Context& context) : context_{context} {}

    void operator()(const UndoneItem& item)
    {
        if (item.outcome == Outcome::Withdrawn) return;
        if (context_.json) return items_.push_back(item_json(context_, item));
        if (item.kept_because) {
            context_.out << item.number << "  " << item.order_number << "  "
                         << context_.sentence("import_undo.kept") << "\n      "
                         << context_.sentence(item.kept_because->code(), item.kept_because->details())
                         << "\n";
        } else if (++shown_ <= kShownItems) {
            context_.out << item.number << "  " << item.order_number << "\n";
            print_changes(context_, item.changes);
        }
    }

    void finish(const UndoOptions& options, const UndoCounts& counts)
    {
        if (context_.json) {
            const bool is_nothing = counts.first.value == 0;
            return context_.print({{"job", options.job}, {"dry_run", options.dry_run},
                {"operation", is_nothing ? json(nullptr) : json(counts.first.value)},
                {"withdrawn", counts.withdrawn}, {"withdrawn_yen", counts.withdrawn_yen.amount()},
                {"restored", counts.restored}, {"kept", counts.kept}, {"undone_before", counts.undone_before},
                {"stopped", counts.is_stopped}, {"items", items_}});
        }
        const auto text = [](std::int64_t count) { return domain::grouped(domain::Yen{count}); };
        if (shown_ > kShownItems)
            context_.out << context_.sentence("bulk.more", {{"number", text(shown_ - kShownItems)}}) << "\n";
        context_.out << context_.sentence(counts.is_stopped ? "import_undo.stopped"
                                          : options.dry_run ? "import_undo.preview"
                                                            : "import_undo.done",
                            {{"job", std::to_string(options.job)}, {"withdrawn", text(counts.withdrawn)},
                                {"yen", domain::grouped(counts.withdrawn_yen)},
                                {"restored", text(counts.restored)}, {"kept", text(counts.kept)},
                                {"before", text(counts.undone_before)}})
                     << "\n";
    }

private:
    const Context& context_;
    json items_ = json::array();
    std::int64_t shown_ = 0;
};

int undo_import(Context& context, const UndoOptions& options)
{
    const StopSignal stop;
    application::UndoRequest request;
    request.job = domain::JobId{options.job};
    request.reason = options.reason;
    request.is_preview = options.dry_run;
    request.caller = context.caller;
    request.is_stop_wanted = StopSignal::is_wanted;
    request.progress = progress_bar(context.err, context.sentence("label.unit.donations"));
    Teller teller{context};
    const auto counts =
        context.services.undo_import().execute(request, [&](const UndoneItem& item) { teller(item); });
    teller.finish(options, counts);
    if (counts.is_stopped) return kStopped;
    return counts.kept == 0 ? kDone : kNeedsAttention;
}

}  // namespace

void add_import_undo(const Syntax& import_command, Choice& choice)
{
    auto options = std::make_shared<UndoOptions>();
    auto undo = import_command.add_subcommand("undo", "take an import back");
    undo.add_option("job", options->job, "job number").required();
    undo.add_option("--reason", options->reason, "why, for the history");
    undo.add_flag("--dry-run", options->dry_run, "say what would happen and store nothing");
    undo.callback([&choice, options] {
        choice.command = [options](Context& context) { return undo_import(context, *options); };
    });
}

}  // namespace furusato::cli
