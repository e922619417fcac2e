#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"

namespace furusato::cli {
namespace {

using domain::AddressKind;
using domain::Refusal;
using domain::RefusalKind;

struct EditOptions {
    std::int64_t id = 0;
    std::vector<std::string> fields, ended;
    std::string address = "registered";
    std::string valid_from, valid_to, reason;
    std::optional<int> version;
};

constexpr auto kFieldLabel = "label.field.";

AddressKind kind_of(const Context& context, const std::string& option, const std::string& text)
{
    return static_cast<AddressKind>(
        read_word(context, option, text, domain::kAddressKindKeys, "label.address_kind."));
}

/// "氏名=…", "delivery.city=…", 「送付先の市区町村=…」, or the part of the address that --address names ("市区町村=…").
application::TypedField typed_donor_field(
    const Context& context, const std::string& text, const std::string& address)
{
    const auto [name, value] = name_and_value(text);
    std::string allowed;
    for (const std::string& field : application::editable_donor_fields()) {
        const std::string label = context.sentence(kFieldLabel + field);
        const auto dot = field.find('.');
        const std::string part = dot == std::string::npos ? "" : field.substr(dot + 1);
        const bool is_part = !part.empty() && field.substr(0, dot) == address &&
                             (name == part || name == context.sentence(kFieldLabel + part));
        if (name == field || name == label || is_part) return {field, key_of_word(context, field, value)};
        allowed += (allowed.empty() ? "" : "、") + label;
    }
    throw Refusal{RefusalKind::Invalid, "field.unknown", {{"field", name}, {"allowed", allowed}}};
}

int edit(Context& context, const EditOptions& options)
{
    const auto& eras = context.services.eras();
    application::DonorChange change{.donor = {options.id},
        .valid_from = read_date("--valid-from", options.valid_from, eras),
        .valid_to = read_date("--valid-to", options.valid_to, eras),
        .reason = options.reason,
        .version = options.version,
        .caller = context.caller};
    const std::string address{domain::key_of(kind_of(context, "--address", options.address))};
    for (const auto& text : options.fields)
        change.fields.push_back(typed_donor_field(context, text, address));
    for (const auto& text : options.ended) change.ended.push_back(kind_of(context, "--end", text));
    const auto changed = context.services.edit_donor().execute(change);
    const std::string number = std::to_string(options.id);
    if (context.json) {
        context.print({{"id", options.id}, {"version", changed.record.version},
            {"operation", changed.operation.value}, {"changes", changes_json(changed.changes)}});
        return kDone;
    }
    context.out << context.sentence("donor.changed", {{"number", number}}) << "\n";
    print_changes(context, changed.changes);
    return kDone;
}

}  // namespace

void add_donor_edit(const Syntax& donor, Choice& choice)
{
    auto options = std::make_shared<EditOptions>();
    auto command = donor.add_subcommand(
        "edit", "name, addresses, flags and remark; donations and receipts keep what they were given with");
    command.add_option("donor", options->id, "number of the donor (donor list)").required();
    command.add_option(
        "--set", options->fields, "FIELD=VALUE, several times; an empty value clears the field");
    command.add_option("--address", options->address,
        "whose parts --set names: registered (住民票), delivery (送付先) or documents (書類送付先); default: registered");
    command.add_option("--end", options->ended, "no delivery or documents address any longer");
    command.add_option(
        "--valid-from", options->valid_from, "first day of a name or address (default: business date)");
    command.add_option("--valid-to", options->valid_to, "last day, for something passing");
    command.add_option("--reason", options->reason, "why, for the history").required();
    command.add_option("--version", options->version, "refuse if the donor has another version by now");
    command.callback([&choice, options] {
        choice.command = [options](Context& context) { return edit(context, *options); };
    });
}

}  // namespace furusato::cli
