#include "furusato/application/list_donor_pairs.hpp"

#include <algorithm>
#include <map>

#include "furusato/application/donations.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

std::vector<ListedPair> ListDonorPairs::with_donors(
    const std::vector<DonorPair>& pairs, const domain::Date& day, Disclosure disclosure)
{
    std::vector<domain::DonorId> ids;
    std::map<domain::DonorId, domain::DonorId> survivors;
    std::map<domain::DonationId, std::string> numbers;
    store_.read([&](Records& records) {
        std::vector<domain::DonationId> donations;
        donations.reserve(pairs.size());
        for (const DonorPair& pair : pairs) donations.push_back(pair.donation);
        for (const auto& donation : records.donations.find_all(donations))
            numbers[donation.id] = donation.number.text();
        for (const DonorPair& pair : pairs) {
            for (const auto donor : {pair.donor, pair.other})
                survivors[donor] = records.donor_matching.survivor_of(donor);
        }
    });
    ids.reserve(survivors.size());
    for (const auto& [donor, survivor] : survivors) ids.push_back(survivor);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::map<domain::DonorId, ListedDonor> donors;
    for (auto& donor : donors_.find(ids, day, disclosure)) donors[donor.record.donor] = std::move(donor);
    std::vector<ListedPair> listed;
    listed.reserve(pairs.size());
    for (const DonorPair& pair : pairs)
        listed.push_back(
            {pair, donors[survivors[pair.donor]], donors[survivors[pair.other]], numbers[pair.donation]});
    return listed;
}

/// Few donors are behind a word: their pairs are looked up one by one.
PairPage ListDonorPairs::found_by_word(const PairRequest& request)
{
    DonorRequest wanted;
    wanted.search = request.search;
    wanted.limit = 1'000;
    wanted.day = request.day;
    std::map<std::int64_t, DonorPair> found;
    const auto donors = donors_.list(wanted).donors;
    store_.read([&](Records& records) {
        found.clear();
        for (const ListedDonor& donor : donors) {
            for (const DonorPair& pair : records.donor_matching.pairs_of(donor.record.donor)) {
                if (pair.state == request.state) found.emplace(pair.id, pair);
            }
        }
    });
    PairPage page;
    page.total = static_cast<std::int64_t>(found.size());
    std::vector<DonorPair> pairs;
    for (auto at = found.upper_bound(request.after); at != found.end(); ++at) {
        if (static_cast<std::int64_t>(pairs.size()) == request.limit) {
            page.next = pairs.back().id;
            break;
        }
        pairs.push_back(at->second);
    }
    page.pairs = with_donors(pairs, request.day, request.disclosure);
    return page;
}

PairPage ListDonorPairs::list(const PairRequest& request)
{
    if (!request.search.empty()) return found_by_word(request);
    PairPage page;
    std::vector<DonorPair> pairs;
    store_.read([&](Records& records) {
        page.total = records.donor_matching.count_pairs(request.state);
        pairs = records.donor_matching.pairs(request.state, request.after, request.limit + 1);
    });
    if (static_cast<std::int64_t>(pairs.size()) > request.limit) {
        pairs.pop_back();
        page.next = pairs.back().id;
    }
    page.pairs = with_donors(pairs, request.day, request.disclosure);
    return page;
}

ListedPair ListDonorPairs::show(std::int64_t id, const domain::Date& day, Disclosure disclosure)
{
    std::optional<DonorPair> pair;
    store_.read([&](Records& records) { pair = records.donor_matching.find_pair(id); });
    if (!pair)
        throw domain::Refusal{domain::RefusalKind::NotFound, "pair.unknown", {{"pair", std::to_string(id)}}};
    return with_donors({*pair}, day, disclosure).front();
}

}  // namespace furusato::application
