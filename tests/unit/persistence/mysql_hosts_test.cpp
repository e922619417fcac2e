#include "persistence/mysql_hosts.hpp"

#include <gtest/gtest.h>

namespace furusato::persistence {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Hosts : public testing::Test {
protected:
    std::string order(MysqlHosts::Clock::time_point at) const
    {
        std::string names;
        for (const auto& host : hosts.in_order(at)) names += host.name;
        return names;
    }
    MysqlHosts::Clock::time_point now = MysqlHosts::Clock::now();
    MysqlHosts hosts{{{"a", 1}, {"b", 2}, {"c", 3}}};
};

TEST_F(Hosts, AreTriedAsTheyAreWritten)
{
    EXPECT_EQ(order(now), "abc");
}

TEST_F(Hosts, StayWithTheOneThatWorked)
{
    hosts.worked({"b", 2});
    EXPECT_EQ(order(now), "bca");
}

TEST_F(Hosts, ComeLastForAWhileAfterAFailure)
{
    hosts.failed({"a", 1}, now);
    EXPECT_EQ(order(now), "bca");
    EXPECT_EQ(order(now + milliseconds{1001}), "abc");
}

TEST_F(Hosts, WaitLongerWithEachFailureUpTo32Seconds)
{
    for (int i = 0; i < 3; ++i) hosts.failed({"a", 1}, now);
    EXPECT_EQ(order(now + milliseconds{3'999}), "bca");
    EXPECT_EQ(order(now + milliseconds{4'001}), "abc");
    for (int i = 0; i < 30; ++i) hosts.failed({"a", 1}, now);
    EXPECT_EQ(order(now + milliseconds{31'999}), "bca");
    EXPECT_EQ(order(now + milliseconds{32'001}), "abc");
}

TEST_F(Hosts, AreForgivenWhenTheyWork)
{
    for (int i = 0; i < 5; ++i) hosts.failed({"a", 1}, now);
    hosts.worked({"a", 1});
    EXPECT_EQ(order(now), "abc");
}

TEST_F(Hosts, AreAllTriedEvenWhenAllFailed)
{
    for (const auto& host : hosts.in_order(now)) hosts.failed(host, now);
    EXPECT_EQ(order(now), "abc");
}

TEST_F(Hosts, RememberThatOneHasWorkedWhateverComesAfterwards)
{
    EXPECT_FALSE(hosts.has_worked());
    hosts.failed({"a", 1}, now);
    EXPECT_FALSE(hosts.has_worked());
    hosts.worked({"b", 2});
    hosts.failed({"b", 2}, now);
    EXPECT_TRUE(hosts.has_worked());
}

}  // namespace
}  // namespace furusato::persistence
