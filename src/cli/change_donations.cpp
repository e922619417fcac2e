#include <array>
#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/donation_filter.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"

namespace furusato::cli {
namespace {

using application::BulkCounts;
using application::BulkItem;
using nlohmann::json;

struct BulkOptions {
    FilterOptions filter;
    std::vector<std::string> fields;
    std::string event, reason;
    bool apply = false;
    std::int64_t operation = 0;
};

constexpr std::int64_t kShownItems = 20;

json item_json(const Context& context, const BulkItem& item)
{
    json object{{"number", item.number}, {"name", item.name}, {"amount_yen", item.amount.amount()},
        {"changes", changes_json(item.changes)}};
    if (item.refusal) {
        object["refusal"] = {{"code", item.refusal->code()},
            {"message", context.sentence(item.refusal->code(), item.refusal->details())}};
    }
    return object;
}

/// Tells what becomes of each donation: the first ones on the screen, all of them to programs.
class Teller {
public:
    explicit Teller(const Context& context) : context_{context} {}

    void operator()(const BulkItem& item)
    {
        if (context_.json) {
            items_.push_back(item_json(context_, item));
            return;
        }
        if (item.refusal) {
            context_.out << item.number << "  "
                         << context_.sentence(item.refusal->code(), item.refusal->details()) << "\n";
        } else if (++shown_ <= kShownItems) {
            context_.out << item.number << "  " << item.name << "  " << domain::grouped(item.amount)
                         << "円\n";
            print_changes(context_, item.changes);
        }
        if (!item.refusal) sum_ += item.amount;
    }

    int finish(const BulkCounts& counts, const std::string& code)
    {
        if (context_.json) {
            context_.print({{"operation", counts.first.value == 0 ? json(nullptr) : json(counts.first.value)},
                {"changed", counts.changed}, {"unchanged", counts.unchanged}, {"refused", counts.refused},
                {"items", items_}});
        } else {
            const auto text = [](std::int64_t count) { return domain::grouped(domain::Yen{count}); };
            if (shown_ > kShownItems)
                context_.out << context_.sentence("bulk.more", {{"number", text(shown_ - kShownItems)}})
                             << "\n";
            context_.out << context_.sentence(code,
                                {{"changed", text(counts.changed)}, {"unchanged", text(counts.unchanged)},
                                    {"refused", text(counts.refused)},
                                    {"operation", std::to_string(counts.first.value)},
                                    {"yen", domain::grouped(sum_)}})
                         << "\n";
        }
        return counts.refused == 0 ? kDone : kNeedsAttention;
    }

private:
    const Context& context_;
    json items_ = json::array();
    std::int64_t shown_ = 0;
    domain::Yen sum_;
};

std::optional<domain::PaymentEvent> event_of(const Context& context, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    using domain::PaymentEvent;
    constexpr std::array kEvents{PaymentEvent::Cancel, PaymentEvent::Refund, PaymentEvent::Refuse};
    std::vector<std::string_view> keys;
    keys.reserve(kEvents.size());
    for (const auto event : kEvents) keys.push_back(key_of(event));
    return kEvents.at(read_word(context, "--event", text, keys, "label.operation.donation."));
}

int tell_applied(Teller& teller, const BulkCounts& counts)
{
    return teller.finish(counts, counts.changed == 0 ? "bulk.nothing_changed" : "bulk.applied");
}

int change_many(Context& context, const BulkOptions& options)
{
    application::BulkChange change{filter_of(context, options.filter), {}, event_of(context, options.event),
        options.reason, context.caller};
    for (const auto& text : options.fields) change.fields.push_back(typed_field(context, text));
    if (change.fields.empty() && !change.event)
        throw domain::Refusal{domain::RefusalKind::Invalid, "donation.nothing_changed"};
    Teller teller{context};
    const auto visit = [&](const BulkItem& item) { teller(item); };
    auto changes = context.services.change_donations();
    tell_left_out(context, change.filter);
    if (!options.apply) return teller.finish(changes.preview(change, visit), "bulk.preview");
    return tell_applied(teller, changes.apply(change, visit));
}

int undo(Context& context, const BulkOptions& options)
{
    Teller teller{context};
    const auto counts = context.services.change_donations().undo(domain::OperationId{options.operation},
        options.reason, context.caller, [&](const BulkItem& item) { teller(item); });
    return teller.finish(counts, "bulk.undone");
}

}  // namespace

void add_donation_bulk(const Syntax& donation, Choice& choice)
{
    auto options = std::make_shared<BulkOptions>();
    auto bulk =
        donation.add_subcommand("bulk", "change many donations at once; shows first, changes with --apply");
    add_filter_options(bulk, options->filter);
    bulk.add_option("--set", options->fields, "FIELD=VALUE, several times");
    bulk.add_option(
        "--event", options->event, "instead of fields: cancel, refund or refuse, or 取消, 返金, 辞退");
    bulk.add_option("--reason", options->reason, "why, for the history").required();
    bulk.add_flag("--apply", options->apply, "do it; without it nothing is changed");
    bulk.callback([&choice, options] {
        choice.command = [options](Context& context) { return change_many(context, *options); };
    });
    auto undo_command = donation.add_subcommand("undo", "take a change back by its operation's number");
    undo_command.add_option("operation", options->operation, "number told when the change was made")
        .required();
    undo_command.add_option("--reason", options->reason, "why, for the history").required();
    undo_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return undo(context, *options); };
    });
}

}  // namespace furusato::cli
