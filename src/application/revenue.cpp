#include "furusato/application/revenue.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace furusato::application {
namespace {

void add(RevenueDays& days, const std::string& day, const char* dimension, const std::string& key,
    const RevenueSum& sum)
{
    days[{day, dimension, key}] += sum;
}

/// A donation's share of one key: with a sign for refunds, since a refund takes every share back.
RevenueSum share_of(const RevenueEntry& entry, std::int64_t donations, domain::Yen part, int sign)
{
    const int direction = entry.amount.amount() < 0 ? -1 : 1;
    RevenueSum sum{donations * sign, part.amount() * direction * sign, 0};
    if (direction < 0) sum.refunds = part.amount() * sign;
    return sum;
}

/// A refund counts on its own day, but a campaign gives back what it had counted on the day of receipt.
void add_refunded(RevenueDays& days, const RevenueEntry& entry, const domain::Donation& donation,
    const std::map<std::string, domain::Yen>& by_code, int sign)
{
    const std::string day = entry.entered_on.iso();
    const std::string received = donation.received_on->iso() + " ";
    for (const auto& [code, amount] : by_code) {
        add(days, day, "refund_gift", received + code, share_of(entry, entry.donations, amount, sign));
    }
    const auto codes = gift_codes_of(donation);
    if (codes.size() < 2) return;
    const RevenueSum whole = share_of(entry, entry.donations, donation.amount, sign);
    add(days, day, "refund_gift_set", received + gift_set_key(codes), whole);
}

void add_gifts(RevenueDays& days, const RevenueEntry& entry, const domain::Donation& donation,
    const std::string& day, int sign)
{
    std::map<std::string, domain::Yen> by_code;
    domain::Yen lines;
    for (const auto& line : donation.gifts) {
        by_code[line.gift_key()] += line.amount;
        lines += line.amount;
    }
    const bool differs = lines != donation.amount;
    if (differs) {
        by_code["none"] += donation.amount - lines;
        add(days, day, "lines_differ", donation.number.text(), {std::int64_t{entry.donations} * sign, 0, 0});
    }
    for (const auto& [code, amount] : by_code)
        add(days, day, "gift", code, share_of(entry, entry.donations, amount, sign));
    if (entry.amount < domain::Yen{} && donation.received_on)
        add_refunded(days, entry, donation, by_code, sign);
    const auto codes = gift_codes_of(donation);
    if (codes.size() > 1)
        add(days, day, "gift_set", gift_set_key(codes),
            share_of(entry, entry.donations, donation.amount, sign));
}

}  // namespace

std::vector<std::string> gift_codes_of(const domain::Donation& donation)
{
    std::vector<std::string> codes;
    domain::Yen lines;
    for (const auto& line : donation.gifts) {
        codes.push_back(line.gift_key());
        lines += line.amount;
    }
    // The part that no line explains stands under "none" and is counted with the others.
    if (lines != donation.amount) codes.emplace_back("none");
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

std::string gift_set_key(const std::vector<std::string>& sorted_codes)
{
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: a name for the set, not a secret
    for (const auto& code : sorted_codes) {
        for (const char letter : code + '\x1f')
            hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    }
    std::string key(16, '0');
    for (std::size_t i = 0; i < key.size(); ++i, hash >>= 4) key[i] = "0123456789abcdef"[hash & 15];
    return key;
}

namespace {

struct UndoneKind {
    std::string_view kind;
    std::string_view undone;
};
// The column holds twelve characters.
constexpr std::array<UndoneKind, 3> kUndoneKinds{
    {{"received", "unreceived"}, {"refund", "unrefunded"}, {"after_close", "late_undone"}}};

/// The kind that an entry undoes, empty if it stands for itself.
std::string_view undone_by(std::string_view kind)
{
    for (const auto& known : kUndoneKinds) {
        if (known.undone == kind) return known.kind;
    }
    return {};
}

/// Adds an entry that stands for itself: received, refund or after_close.
void add_plain(RevenueDays& days, const RevenueEntry& entry, const domain::Donation& donation, int sign)
{
    const std::string day = entry.entered_on.iso();
    if (entry.kind == "after_close")
        return add(days, day, "after_close", donation.number.text(), {sign, 0, 0});
    const RevenueSum whole = share_of(entry, entry.donations, donation.amount, sign);
    // Money that is passed on is nobody's revenue here: it has a sum and a report of its own.
    if (!donation.on_behalf_of.empty()) return add(days, day, "on_behalf_of", donation.on_behalf_of, whole);
    const std::string& prefecture = donation.contact.prefecture;
    add(days, day, "all", "", whole);
    add(days, day, "portal", donation.order.portal, whole);
    add(days, day, "payment_method", std::string{domain::key_of(donation.payment_method)}, whole);
    add(days, day, "prefecture", prefecture.empty() ? "none" : prefecture, whole);
    add(days, day, "donor_kind", std::string{domain::key_of(donation.donor_kind)}, whole);
    std::map<std::string, domain::Yen> purposes;
    for (const auto& share : donation.purposes) purposes[share.key()] += share.amount;
    if (purposes.empty()) purposes["none"] = donation.amount;
    for (const auto& [key, amount] : purposes)
        add(days, day, "purpose", key, share_of(entry, entry.donations, amount, sign));
    add_gifts(days, entry, donation, day, sign);
}

}  // namespace

void add_to_days(RevenueDays& days, const RevenueEntry& entry, const domain::Donation& donation, int sign)
{
    // The sums of a day hold the present amount; what differs from an earlier amount is told by the correction alone.
    if (entry.kind == "correction") return;
    const std::string_view kind = undone_by(entry.kind);
    if (kind.empty()) return add_plain(days, entry, donation, sign);
    RevenueEntry undone = entry;
    undone.kind = kind;
    undone.amount = -entry.amount;
    undone.donations = -entry.donations;
    add_plain(days, undone, donation, -sign);
}

std::string kind_undoing(std::string_view kind)
{
    for (const auto& known : kUndoneKinds) {
        if (known.kind == kind) return std::string{known.undone};
    }
    throw std::invalid_argument{"nothing undoes " + std::string{kind}};
}

int net_count(const std::vector<RevenueEntry>& entries, std::string_view kind)
{
    int count = 0;
    for (const auto& entry : entries) {
        if (entry.kind == kind) ++count;
        if (undone_by(entry.kind) == kind) --count;
    }
    return count;
}

}  // namespace furusato::application
