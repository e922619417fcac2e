#include "furusato/application/audit_trail.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "support/memory_database.hpp"

namespace furusato::tests {
namespace {

using application::AuditTrail;
using application::EntriesSeal;
using application::Records;
using application::StoredOperation;

const std::string kZeros(64, '0');
const EntriesSeal kSeal{2, std::string(64, 'a')};

StoredOperation an_import()
{
    return {{7}, {"import", "周南", "portal", "choice", "", {2024, 2, 29}}, "2024-02-29T00:00:00Z"};
}

class AuditTrailLinks : public testing::Test {
protected:
    std::string link_of(const StoredOperation& operation) const
    {
        return trail.link_of(kZeros, operation, kSeal);
    }

    MemoryDatabase database;
    AuditTrail trail{database.store(), database.digests(), database.clock};
};

// A ledger is verified by later versions of this program: this text may never change.
TEST_F(AuditTrailLinks, StayTheSameForTheSameFacts)
{
    EXPECT_EQ(link_of(an_import()), "1c844d50779266323e264fc5e41fb87e0dab5e67c1fb2c5baa9ddc5268ba53cd");
}

TEST_F(AuditTrailLinks, CoverEveryFactOfAnOperation)
{
    const std::string link = link_of(an_import());
    const std::vector<std::function<void(StoredOperation&)>> changes{
        [](auto& operation) { operation.id = {8}; }, [](auto& operation) { operation.start.kind = "x"; },
        [](auto& operation) { operation.start.actor = "x"; },
        [](auto& operation) { operation.start.source = "x"; },
        [](auto& operation) { operation.start.source_key = "x"; },
        [](auto& operation) { operation.start.reason = "x"; },
        [](auto& operation) {
            operation.start.business_date = {2024, 3, 1};
        },
        [](auto& operation) { operation.started_at = "x"; },
        [](auto& operation) { operation.finished_at = "x"; },
        [](auto& operation) { operation.idempotency_key = "x"; }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        StoredOperation changed = an_import();
        changes[i](changed);
        EXPECT_NE(link_of(changed), link) << "fact " << i;
    }
    EXPECT_NE(trail.link_of(std::string(64, '1'), an_import(), kSeal), link);
    EXPECT_NE(trail.link_of(kZeros, an_import(), kSeal, "service"), link);
    EXPECT_NE(trail.link_of(kZeros, an_import(), {3, kSeal.digest}), link);
    EXPECT_NE(trail.link_of(kZeros, an_import(), {2, std::string(64, 'b')}), link);
}

TEST_F(AuditTrailLinks, TellNeighbouringFactsApart)
{
    StoredOperation one = an_import(), other = an_import();
    one.start.source_key = "choice1";
    other.start.reason = "1";
    EXPECT_NE(link_of(one), link_of(other));
}

TEST_F(AuditTrailLinks, SealEntriesAndChangedValuesInOrderOfRecord)
{
    database.store().write(application::Durability::Confirmed, [&](Records& records) {
        records.operations.begin({7}, an_import().start, "2024-02-29T00:00:00Z");
        records.operations.add_history(
            {7}, {{"gift", 2, "created", std::string(64, 'a'), {}},
                     {"donation", 9, "changed", std::string(64, 'b'), {{"remark", "前", "後"}}}});
        const EntriesSeal seal = trail.seal(records, {7});
        EXPECT_EQ(seal.entries, 2);
        EXPECT_EQ(seal.digest, "cc7086230aa3044f9cd46b32272667fcd3356ddfa6de0e67171d0475532b1e3f");
    });
}

TEST_F(AuditTrailLinks, SealAnOperationWithoutEntriesAsNothing)
{
    const auto operation = database.an_operation(OperationEnd::Open);
    database.store().read([&](Records& records) {
        const EntriesSeal seal = trail.seal(records, operation);
        EXPECT_EQ(seal.entries, 0);
        EXPECT_EQ(seal.digest, database.digests().sha256_hex(""));
    });
}

}  // namespace
}  // namespace furusato::tests
