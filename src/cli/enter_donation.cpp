#include <array>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"

namespace furusato::cli {
namespace {

using portal_import::Field;

struct EntryOption {
    const char* name;
    Field field;
    const char* text;
    bool is_required = false;
};

constexpr std::array kEntryOptions = std::to_array<EntryOption>({
    {"--name", Field::Name, "name as written", true},
    {"--kana", Field::Kana, "reading of the name"},
    {"--donor-kind", Field::DonorKind, "individual, corporation, group, anonymous or 個人, 法人, 団体, 匿名"},
    {"--postal-code", Field::PostalCode, "postal code"},
    {"--prefecture", Field::Prefecture, "prefecture, e.g. 山口県"},
    {"--city", Field::City, "city, ward, town"},
    {"--street", Field::Street, "street and number"},
    {"--building", Field::Building, "building and room"},
    {"--phone", Field::Phone, "telephone"},
    {"--mail", Field::Mail, "mail address"},
    {"--birth-date", Field::BirthDate, "date of birth, wareki too"},
    {"--amount", Field::Amount, "yen given or promised", true},
    {"--payment-method", Field::PaymentMethod,
        "counter, cash_mail, bank_transfer … or 窓口, 現金書留, 銀行振込 …", true},
    {"--applied-on", Field::AppliedOn, "day of the application (default: business date)"},
    {"--paid-on", Field::PaidOn, "day of payment; without one cash is there, anything else is awaited"},
    {"--purpose", Field::Purpose, "purpose by its name"},
    {"--purpose-code", Field::PurposeCode, "purpose by its code"},
    {"--gift", Field::GiftCode, "gift code; without one or with なし: 返礼品辞退"},
    {"--quantity", Field::Quantity, "how many of the gift (default: 1)"},
    {"--gift-wish", Field::GiftWish, "辞退 or 未選択"},
    {"--on-behalf-of", Field::OnBehalfOf, "the municipality that it is accepted for (代理寄附)"},
    {"--one-stop", Field::OneStop, "希望する or 希望しない"},
    {"--remark", Field::Remark, "remark"},
    {"--number", Field::OrderNumber, "number on the slip (default: the next M2026-000001)"},
});

struct EntryOptions {
    std::array<std::string, kEntryOptions.size()> typed;
    bool is_another_one = false, accepts_less = false;
    std::string why_ordinary;
};

int add(Context& context, const EntryOptions& options)
{
    application::DonationEntry entry;
    for (std::size_t i = 0; i < kEntryOptions.size(); ++i) {
        if (!options.typed[i].empty()) entry.facts[kEntryOptions[i].field] = options.typed[i];
    }
    entry.is_another_one = options.is_another_one;
    entry.accepts_less = options.accepts_less;
    entry.why_ordinary = options.why_ordinary;
    entry.caller = context.caller;
    const auto [donation, is_donor_new] = context.services.enter_donation().execute(entry);
    const std::string state{domain::key_of(donation.state)};
    // Nothing of the address is shown, and who has just typed it must hear that the gift is not to be sent.
    const bool is_resident_gift = context.services.list_donations()
                                      .show(donation.number.text(), application::Disclosure::Revealed)
                                      .has_resident_gift;
    if (context.json) {
        context.print({{"number", donation.number.text()},
            {"portal_order_number", donation.order.order_number}, {"state", state},
            {"received_on", donation.received_on ? nlohmann::json(donation.received_on->iso()) : nullptr},
            {"donor", {{"id", donation.donor.value}, {"new", is_donor_new}}},
            {"resident_gift", is_resident_gift}});
        return kDone;
    }
    context.out << context.sentence("donation.entered",
                       {{"number", donation.number.text()}, {"order", donation.order.order_number},
                           {"yen", domain::grouped(donation.amount)}, {"state", state}})
                << "\n"
                << context.sentence(
                       is_donor_new ? "donation.entered_new_donor" : "donation.entered_known_donor")
                << "\n";
    if (is_resident_gift) context.out << context.sentence("donation.resident_gift") << "\n";
    return kDone;
}

}  // namespace

void add_donation_entry(const Syntax& donation, Choice& choice)
{
    auto options = std::make_shared<EntryOptions>();
    auto command = donation.add_subcommand("add", "enter a donation by hand (窓口・郵送・現金書留・電話)");
    for (std::size_t i = 0; i < kEntryOptions.size(); ++i) {
        const EntryOption& entry = kEntryOptions[i];
        command.add_option(entry.name, options->typed[i], entry.text).required(entry.is_required);
    }
    command.add_flag("--another-one", options->is_another_one,
        "enter it although the donor has a similar donation already");
    command.add_flag("--below-required", options->accepts_less,
        "although the gift is offered from a larger donation on (必要寄附金額)");
    command.add_option("--not-corporate-scheme", options->why_ordinary,
        "how it is known that a corporation's donation does not belong to 企業版");
    command.callback([&choice, options] {
        choice.command = [options](Context& context) { return add(context, *options); };
    });
}

}  // namespace furusato::cli
