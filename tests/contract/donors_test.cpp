#include "furusato/application/donors.hpp"

#include <map>

#include "contract/engine.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonorCandidate;
using application::DonorFacts;
using application::Durability;
using application::NewDonor;
using application::Records;

class DonorRepository : public OnEveryEngine {
protected:
    /// A stored donor with these keys.
    DonorFacts add(const std::vector<std::int64_t>& keys)
    {
        DonorFacts facts{.id = {ledger.store().draw_ids("donor", 1)},
            .kind = domain::DonorKind::Group,
            .name_hash = INT64_MAX,
            .kana_hash = 22,
            .address_hash = 33,
            .birth_date = "1961-01-06",
            .postal_code = "7450045",
            .contact = {ledger.store().draw_ids("contact", 1)},
            .contact_hash = 44};
        ledger.store().write(Durability::Confirmed, [&](Records& records) {
            records.donors.add_contacts({{facts.contact, an_unusual_contact()}});
            records.donors.add({NewDonor{facts, keys, operation}});
        });
        return facts;
    }

    std::vector<DonorCandidate> candidates(const std::vector<std::int64_t>& keys)
    {
        std::vector<DonorCandidate> found;
        ledger.store().read([&](Records& records) { found = records.donors.find_candidates(keys); });
        return found;
    }

    domain::OperationId operation = ledger.an_operation();
};

TEST_P(DonorRepository, KeepsEveryFactThatMatchingCompares)
{
    const DonorFacts added = add({7});
    const auto found = candidates({7});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].key_hash, 7);
    const DonorFacts& facts = found[0].facts;
    EXPECT_EQ(facts.id, added.id);
    EXPECT_EQ(facts.kind, added.kind);
    EXPECT_EQ(facts.name_hash, added.name_hash);
    EXPECT_EQ(facts.kana_hash, added.kana_hash);
    EXPECT_EQ(facts.address_hash, added.address_hash);
    EXPECT_EQ(facts.birth_date, added.birth_date);
    EXPECT_EQ(facts.postal_code, added.postal_code);
    EXPECT_EQ(facts.contact, added.contact);
    EXPECT_EQ(facts.contact_hash, added.contact_hash);
}

TEST_P(DonorRepository, FindsADonorUnderEachOfItsKeysAndAllDonorsOfAKey)
{
    const auto first = add({INT64_MAX, 2, 2});
    const auto second = add({2, 3});
    EXPECT_EQ(candidates({INT64_MAX}).size(), 1U);
    const auto shared = candidates({2});
    ASSERT_EQ(shared.size(), 2U);
    EXPECT_EQ(shared[0].facts.id, first.id);
    EXPECT_EQ(shared[1].facts.id, second.id);
    EXPECT_TRUE(candidates({4}).empty());
    EXPECT_TRUE(candidates({}).empty());
}

TEST_P(DonorRepository, LooksHundredsOfKeysUpAtOnce)
{
    std::vector<std::int64_t> wanted;
    for (std::int64_t key = 1; key <= 450; ++key) {
        wanted.push_back(key);
        if (key % 150 == 0) add({key});
    }
    std::map<std::int64_t, int> found;
    for (const auto& candidate : candidates(wanted)) ++found[candidate.key_hash];
    EXPECT_EQ(found, (std::map<std::int64_t, int>{{150, 1}, {300, 1}, {450, 1}}));
}

TEST_P(DonorRepository, TakesFurtherKeysAndIgnoresThoseItHas)
{
    const auto donor = add({1});
    const std::vector<std::pair<domain::DonorId, std::int64_t>> keys{
        {donor.id, 1}, {donor.id, 2}, {donor.id, 2}};
    ledger.store().write(Durability::Confirmed, [&](Records& records) { records.donors.add_keys(keys); });
    ASSERT_EQ(candidates({2}).size(), 1U);
    EXPECT_EQ(candidates({1}).size(), 1U);
    EXPECT_EQ(candidates({2})[0].facts.id, donor.id);
}

TEST_P(DonorRepository, CountsTheDonorsOfAnOperation)
{
    ledger.store().read([](Records& records) { EXPECT_TRUE(records.donors.is_empty()); });
    add({1});
    add({2});
    const auto mine = operation;
    operation = ledger.an_operation();
    add({3});
    ledger.store().read([&](Records& records) {
        EXPECT_FALSE(records.donors.is_empty());
        EXPECT_EQ(records.donors.count_created_by(mine), 2);
        EXPECT_EQ(records.donors.count_created_by(operation), 1);
    });
}

TEST_P(DonorRepository, StoresADonorWithoutKeys)
{
    add({});
    ledger.store().read([](Records& records) { EXPECT_FALSE(records.donors.is_empty()); });
}

RUN_ON_EVERY_ENGINE(DonorRepository);

}  // namespace
}  // namespace furusato::tests
