#include "furusato/application/keep_anchors.hpp"

#include <algorithm>

#include "application/chain_check.hpp"
#include "application/make_anchor.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;

constexpr std::size_t kShortDigits = 24;
constexpr std::size_t kDigestDigits = 64;

/// The digits of a digest as somebody reads it off a paper.
std::string digits_of(const std::string& written)
{
    std::string digits;
    for (const char sign : portal_import::fold_word(written)) {
        if (sign == ' ' || sign == '-') continue;
        const bool is_letter = sign >= 'A' && sign <= 'F';
        const bool is_digit = (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'f');
        if (!is_letter && !is_digit) throw Refusal{RefusalKind::Invalid, "audit.digest_invalid"};
        digits += is_letter ? static_cast<char>(sign - 'A' + 'a') : sign;
    }
    if (digits.size() < kShortDigits || digits.size() > kDigestDigits)
        throw Refusal{RefusalKind::Invalid, "audit.digest_invalid"};
    return digits;
}

}  // namespace

std::string short_form(const std::string& digest)
{
    constexpr std::size_t kGroup = 4;
    std::string groups;
    for (std::size_t at = 0; at < kShortDigits; at += kGroup)
        groups += (at == 0 ? "" : " ") + digest.substr(at, kGroup);
    return groups;
}

MadeAnchor KeepAnchors::make(const std::optional<domain::Date>& day, const Caller& caller)
{
    const domain::Date wanted = day.value_or(caller.business_date);
    // A day that is still to come would leave the days until then without a seal.
    if (wanted > caller.business_date || wanted > clock_.today())
        throw Refusal{RefusalKind::Invalid, "audit.day_to_come", {{"day", wanted.iso()}}};
    MadeAnchor made;
    store_.write(Durability::Confirmed, [&](Records& records) {
        const auto there = records.operations.anchors(wanted, wanted);
        made.is_new = there.empty();
        if (!made.is_new) {
            made.anchor = there.front();
            return;
        }
        const auto last = records.operations.last_anchor();
        // A seal that was dated ahead must not stop those of the days until then.
        const bool is_present = wanted == caller.business_date;
        if (last && last->day > wanted && !is_present)
            throw Refusal{RefusalKind::Conflict, "audit.day_passed",
                {{"day", wanted.iso()}, {"last", last->day.iso()}}};
        if (records.operations.lanes().empty()) throw Refusal{RefusalKind::Conflict, "audit.nothing_linked"};
        made.anchor = make_anchor(records, digests_, wanted, clock_.now_utc(), caller.actor);
    });
    return made;
}

std::vector<Anchor> KeepAnchors::list(
    const std::optional<domain::Date>& from, const std::optional<domain::Date>& through)
{
    std::vector<Anchor> anchors;
    store_.read([&](Records& records) { anchors = records.operations.anchors(from, through); });
    return anchors;
}

ComparedAnchor KeepAnchors::compare(const domain::Date& day, const std::string& written)
{
    const std::string digits = digits_of(written);
    const AuditTrail trail{store_, digests_, clock_};
    ComparedAnchor compared;
    store_.read([&](Records& records) {
        compared = {};
        const auto anchors = records.operations.anchors(day, day);
        if (anchors.empty()) return;
        compared.anchor = anchors.front();
        const bool is_same = compared.anchor->digest.compare(0, digits.size(), digits) == 0;
        const auto& lanes = compared.anchor->lanes;
        const bool is_whole = digest_of(digests_, *compared.anchor) == compared.anchor->digest &&
                              std::all_of(lanes.begin(), lanes.end(),
                                  [&](const LaneHead& head) { return is_lane_whole(records, trail, head); });
        compared.agreement = !is_same   ? AnchorAgreement::Differs
                             : is_whole ? AnchorAgreement::Same
                                        : AnchorAgreement::Broken;
    });
    return compared;
}

}  // namespace furusato::application
