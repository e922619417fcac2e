#include "application/id_reserve.hpp"

#include <gtest/gtest.h>

namespace furusato::application {
namespace {

/// Counters as the ledger has them, and how often somebody drew.
class Counters final : public Store {
public:
    void write(Durability, const std::function<void(Records&)>&) override {}
    void read(const std::function<void(Records&)>&) override {}
    using Store::draw_ids;
    std::vector<std::int64_t> draw_ids(const std::vector<IdDemand>& demands) override
    {
        ++draws;
        std::vector<std::int64_t> firsts;
        for (const auto& [kind, count] : demands) {
            std::int64_t& next = next_.emplace(kind, 1).first->second;
            firsts.push_back(next);
            next += count;
        }
        return firsts;
    }
    std::chrono::milliseconds batch_time() const override { return {}; }
    std::vector<std::string> find_structural_faults() override { return {}; }

    int draws = 0;

private:
    std::map<std::string, std::int64_t> next_;
};

using Numbers = std::vector<std::int64_t>;

TEST(IdReserve, DrawsJustWhatIsWantedUntilItIsFilled)
{
    Counters counters;
    IdReserve reserve{counters};
    EXPECT_EQ(reserve.take({{"donor", 3}, {"contact", 0}}), (Numbers{1, 0}));
    EXPECT_EQ(reserve.take({{"donor", 2}}), Numbers{4});
    EXPECT_EQ(counters.draw_ids("donor", 1), 6);
}

TEST(IdReserve, FilledHasEnoughForABatchLikeTheLastOne)
{
    Counters counters;
    IdReserve reserve{counters};
    reserve.take({{"donor", 8}, {"donation", 20}});
    reserve.fill();
    const int draws = counters.draws;
    EXPECT_EQ(reserve.take({{"donor", 10}, {"donation", 21}}), (Numbers{9, 21}));
    EXPECT_EQ(counters.draws, draws);
}

TEST(IdReserve, GivesNumbersThatFollowEachOtherThoughOthersDraw)
{
    Counters counters;
    IdReserve reserve{counters};
    reserve.take({{"donor", 8}});
    reserve.fill();                                        // 9 to 18
    EXPECT_EQ(counters.draw_ids("donor", 5), 19);          // somebody else
    EXPECT_EQ(reserve.take({{"donor", 4}}), Numbers{9});   // 13 to 18 are left
    EXPECT_EQ(reserve.take({{"donor", 7}}), Numbers{24});  // and are a gap
    reserve.fill();
    EXPECT_EQ(reserve.take({{"donor", 8}}), Numbers{31});
}

}  // namespace
}  // namespace furusato::application
