#include "application/edit_gifts.hpp"

#include <algorithm>
#include <charconv>

#include "application/apply_change.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"

namespace furusato::application {
namespace {

using domain::Date;
using domain::Donation;
using domain::GiftLine;
using domain::Refusal;
using domain::RefusalKind;
using domain::ShippingState;
using portal_import::fold_word;

constexpr int kMostPieces = 999;

/// What stands for a gift on a line: "SN002", "SN002x2", "SN002:8000", "SN002x2:8000".
struct TypedGift {
    GiftVersion version;
    std::optional<int> quantity;
    std::optional<domain::Yen> amount;
};

[[noreturn]] void refuse_typed(const std::string& text)
{
    throw Refusal{RefusalKind::Invalid, "gift.typed_wrong", {{"value", text}}};
}

/// The version that was offered on the day of the application, else the one of today: a gift may be exchanged for a newer one.
class Catalogued {
public:
    Catalogued(Records& records, const Date& applied_on, const Date& today)
        : versions_{records.catalogue.gift_versions()}, days_{applied_on, today}
    {}

    bool knows(const std::string& code) const
    {
        return std::any_of(versions_.begin(), versions_.end(),
            [&](const GiftVersion& version) { return version.gift.code == code; });
    }
    GiftVersion offered(const std::string& code) const
    {
        for (const Date& day : days_) {
            for (const GiftVersion& version : versions_) {
                const domain::Gift& gift = version.gift;
                const bool in_force = gift.valid_from <= day && (!gift.valid_to || day <= *gift.valid_to);
                if (gift.code == code && in_force) return version;
            }
        }
        throw Refusal{RefusalKind::Conflict, "gift.not_offered",
            {{"value", code}, {"applied_on", days_[0].iso()}, {"day", days_[1].iso()}}};
    }

private:
    std::vector<GiftVersion> versions_;
    std::array<Date, 2> days_;
};

int pieces_of(const std::string& digits, const std::string& text)
{
    int pieces = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pieces);
    if (error != std::errc{} || end != digits.data() + digits.size() || pieces < 1 || pieces > kMostPieces)
        refuse_typed(text);
    return pieces;
}

/// A code may hold the letter X itself: what the catalogue knows as a whole is a code.
TypedGift read_gift(const Catalogued& catalogue, const std::string& text)
{
    TypedGift typed;
    std::string rest = text;
    if (const auto colon = rest.rfind(':'); colon != std::string::npos) {
        typed.amount = portal_import::read_yen(rest.substr(colon + 1));
        if (!typed.amount) refuse_typed(text);
        rest.resize(colon);
    }
    std::string code = fold_word(rest);
    if (!catalogue.knows(code)) {
        for (const std::string sign : {"X", "×", "*"}) {
            const auto at = code.rfind(sign);
            if (at == std::string::npos || at == 0 || !catalogue.knows(code.substr(0, at))) continue;
            typed.quantity = pieces_of(code.substr(at + sign.size()), text);
            code.resize(at);
            break;
        }
    }
    if (!catalogue.knows(code)) throw Refusal{RefusalKind::Invalid, "entry.gift_unknown", {{"value", rest}}};
    typed.version = catalogue.offered(code);
    return typed;
}

/// The line of the number; without one the only line there is.
std::vector<GiftLine>::iterator find_line(Donation& donation, int number)
{
    if (number == 0 && donation.gifts.size() != 1)
        throw Refusal{RefusalKind::Invalid, "gift.line_missing",
            {{"number", donation.number.text()}, {"count", std::to_string(donation.gifts.size())}}};
    const auto line = std::find_if(donation.gifts.begin(), donation.gifts.end(),
        [&](const GiftLine& other) { return number == 0 || other.line_number == number; });
    if (line == donation.gifts.end())
        throw Refusal{RefusalKind::Invalid, "gift.line_unknown", {{"line", std::to_string(number)}}};
    // What was ordered, sent or called off is not changed behind the supplier's back.
    if (line->shipping_state != domain::key_of(ShippingState::Ordered))
        throw Refusal{RefusalKind::Conflict, "gift.on_its_way",
            {{"line", std::to_string(line->line_number)}, {"shipping", line->shipping_state}}};
    return line;
}

void put(GiftLine& line, const TypedGift& typed)
{
    line.gift_code = typed.version.gift.code;
    line.gift_name = typed.version.gift.name;
    line.gift_version = typed.version.version;
    if (typed.quantity) line.quantity = *typed.quantity;
    if (typed.amount) line.amount = *typed.amount;
}

/// A line that stands for no gift is where one goes that is added.
GiftLine& line_to_fill(Donation& donation)
{
    const auto empty = std::find_if(donation.gifts.begin(), donation.gifts.end(),
        [](const GiftLine& line) { return line.gift_code.empty() && line.gift_name.empty(); });
    if (empty != donation.gifts.end()) {
        empty->quantity = 1;
        empty->shipping_state = domain::key_of(ShippingState::Ordered);
        return *empty;
    }
    int last = 0;
    for (const GiftLine& line : donation.gifts) last = std::max(last, line.line_number);
    GiftLine& added = donation.gifts.emplace_back();
    added.line_number = last + 1;
    return added;
}

domain::Yen sum_of(const Donation& donation)
{
    domain::Yen sum;
    for (const GiftLine& line : donation.gifts) sum += line.amount;
    return sum;
}

/// Reports tell each gift's yen: an only line takes all of it, of several the clerk says how it is shared out.
void settle_amounts(Donation& donation, domain::Yen sum_before, const GiftEdits& gifts)
{
    const bool says_yen = std::any_of(gifts.edits.begin(), gifts.edits.end(),
        [](const GiftEdit& edit) { return edit.text.find(':') != std::string::npos; });
    if (donation.gifts.size() == 1 && !says_yen) donation.gifts.front().amount = donation.amount;
    const domain::Yen sum = sum_of(donation);
    if (donation.gifts.empty() || sum == donation.amount || sum == sum_before) return;
    throw Refusal{RefusalKind::Invalid, "gift.amounts_differ",
        {{"sum", domain::grouped(sum)}, {"yen", domain::grouped(donation.amount)}}};
}

/// 必要寄附金額 of all gifts that are not called off.
domain::Yen required_for(Records& records, const Donation& donation)
{
    domain::Yen required;
    for (const GiftVersion& version : records.catalogue.gift_versions()) {
        for (const GiftLine& line : donation.gifts) {
            if (line.gift_version != version.version ||
                line.shipping_state == domain::key_of(ShippingState::Cancelled))
                continue;
            for (int piece = 0; piece < line.quantity; ++piece) required += version.gift.required_donation;
        }
    }
    return required;
}

void refuse_beyond(domain::Yen required, const Donation& donation)
{
    if (required <= donation.amount) return;
    throw Refusal{RefusalKind::Conflict, "gift.exceeds_donation",
        {{"required", domain::grouped(required)}, {"yen", domain::grouped(donation.amount)}}};
}

void apply(const Catalogued& catalogue, Donation& donation, const GiftEdit& edit)
{
    switch (edit.kind) {
        case GiftEdit::Kind::Replace: {
            const TypedGift typed = read_gift(catalogue, edit.text);
            return put(*find_line(donation, edit.line), typed);
        }
        case GiftEdit::Kind::Add: return put(line_to_fill(donation), read_gift(catalogue, edit.text));
        case GiftEdit::Kind::Remove: donation.gifts.erase(find_line(donation, edit.line)); return;
    }
}

}  // namespace

void apply_gift_edits(Records& records, Donation& donation, const GiftEdits& gifts, const Date& today)
{
    if (gifts.edits.empty()) return;
    if (donation.ended_on) refuse_state(donation);
    const domain::Yen sum_before = sum_of(donation);
    const domain::Yen required_before = required_for(records, donation);
    const Catalogued catalogue{records, donation.applied_on, today};
    for (const GiftEdit& edit : gifts.edits) apply(catalogue, donation, edit);
    settle_amounts(donation, sum_before, gifts);
    // What a portal agreed to is no question when a clerk changes something else.
    const domain::Yen required = required_for(records, donation);
    if (!gifts.accepts_less && required > required_before) refuse_beyond(required, donation);
}

void check_required_donation(Records& records, const Donation& donation)
{
    refuse_beyond(required_for(records, donation), donation);
}

std::string gifts_in_words(const Donation& donation)
{
    std::string text;
    for (const GiftLine& line : donation.gifts)
        text += (text.empty() ? "" : "、") + line.gift_key() + " ×" + std::to_string(line.quantity);
    return text;
}

}  // namespace furusato::application
