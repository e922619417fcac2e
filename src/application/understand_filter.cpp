#include "application/understand_filter.hpp"

#include <algorithm>

#include "furusato/application/catalogue.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/settings.hpp"

namespace furusato::application {
namespace {

constexpr std::size_t kWholePhone = 10;  // digits of the shortest number with its area code

/// The telephone is answered today, whatever the day of the donation.
std::vector<DutySpan> as_of_today(std::vector<DutySpan> spans, const domain::Date& today)
{
    std::erase_if(spans,
        [&](const DutySpan& span) { return today < span.from || (span.until && *span.until <= today); });
    for (DutySpan& span : spans) span = {span.portal, {1900, 1, 1}, std::nullopt};
    return spans;
}

bool is_of(const domain::SearchTerm& term, const char* kind)
{
    return term.kind == kind;
}

}  // namespace

void understand_duties(Records& records, DonationFilter& filter)
{
    filter.within.reset();
    filter.outside.clear();
    if (!filter.done_by) return;
    const auto duties = records.settings.duties();
    const DutyFilter& wanted = *filter.done_by;
    const bool is_ours = wanted.holder == domain::DutyHolder::City;
    auto spans =
        is_ours ? spans_elsewhere(duties, wanted.duty) : spans_elsewhere(duties, wanted.duty, wanted.holder);
    if (wanted.duty == domain::Duty::Telephone) spans = as_of_today(std::move(spans), wanted.today);
    if (is_ours) {
        filter.outside = std::move(spans);
    } else {
        filter.within = std::move(spans);
    }
}

std::vector<domain::DonorId> found_by_place(Records& records, const DonationFilter& filter)
{
    const bool asks_for_digits = std::any_of(filter.terms.begin(), filter.terms.end(), [](const auto& term) {
        return is_of(term, "postal") || (is_of(term, "phone") && term.text.size() < kWholePhone);
    });
    const bool asks_for_place =
        filter.prefecture || filter.only_resident_gifts || filter.only_corporate_scheme;
    if (!asks_for_digits && !asks_for_place) return {};
    auto donors = records.donor_records.protected_donors();
    if (donors.empty()) return {};
    if (!asks_for_place) {
        DonationFilter by_end;
        by_end.terms = filter.terms;
        std::erase_if(by_end.terms, [](const auto& term) { return !is_of(term, "end"); });
        if (!by_end.terms.empty()) {
            for (const auto id : records.donor_records.donors_of(by_end, {}, INT64_MAX)) donors.erase(id);
        }
    }
    return {donors.begin(), donors.end()};
}

bool is_gift_code(Records& records, const std::string& code)
{
    const auto versions = records.catalogue.gift_versions();
    if (std::any_of(versions.begin(), versions.end(),
            [&](const GiftVersion& version) { return version.gift.code == code; }))
        return true;
    DonationFilter one;
    one.gift = code;
    one.limit = 1;
    bool is_given = false;
    records.donations.for_each(one, [&](const ListedDonation&) { is_given = true; });
    return is_given;
}

}  // namespace furusato::application
