#include "persistence/mysql_address.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "furusato/domain/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace furusato::persistence {
namespace {

TEST(MysqlAddress, HasHostsUserPasswordAndSchema)
{
    const auto address = MysqlAddress::parse("mysql://ledger:se%40cret@db1,db2:3307/furusato");
    EXPECT_EQ(address.user, "ledger");
    EXPECT_EQ(address.password, "se@cret");
    EXPECT_EQ(address.schema, "furusato");
    ASSERT_EQ(address.hosts.size(), 2U);
    EXPECT_EQ(address.hosts[0].name, "db1");
    EXPECT_EQ(address.hosts[0].port, 3306);
    EXPECT_EQ(address.hosts[1].port, 3307);
    EXPECT_FALSE(address.allow_plaintext);
}

TEST(MysqlAddress, HasOptions)
{
    const auto address = MysqlAddress::parse(
        "mysql://u:p@db/furusato?ssl_ca=%2Fetc%2Fca.pem&allow_plaintext=1&connect_seconds=2&read_seconds=9&patience_seconds=7");
    EXPECT_EQ(address.ssl_ca, "/etc/ca.pem");
    EXPECT_TRUE(address.allow_plaintext);
    EXPECT_EQ(address.connect_seconds, 2);
    EXPECT_EQ(address.read_seconds, 9);
    EXPECT_EQ(address.patience_seconds, 7);
}

TEST(MysqlAddress, TakesThePasswordFromAFile)
{
    const tests::TemporaryFolder folder;
    std::ofstream{folder.file("password")} << "geheim\n";
    const auto address =
        MysqlAddress::parse("mysql://u@db/furusato?password_file=" + folder.file("password").string());
    EXPECT_EQ(address.password, "geheim");
}

TEST(MysqlAddress, IsRefusedWhenItIsIncomplete)
{
    for (const char* url :
        {"", "mysql:", "mysql://", "mysql://u@/furusato", "mysql://u@db", "mysql://u@db/", "mysql://@db/x",
            "mysql://db/furusato", "mysql://u@db:port/x", "mysql://u@db:0/x", "mysql://u@db/x?colour=red",
            "mysql://u@db/x?read_seconds=-1", "mysql://u@db/x?password_file=/does/not/exist", "sqlite:x"}) {
        EXPECT_THROW(MysqlAddress::parse(url), domain::Refusal) << url;
    }
}

TEST(MysqlHost, IsLocalOnTheLoopbackOnly)
{
    EXPECT_TRUE((MysqlHost{"127.0.0.1", 1}).is_local());
    EXPECT_TRUE((MysqlHost{"localhost", 1}).is_local());
    EXPECT_FALSE((MysqlHost{"localhost.example", 1}).is_local());
    EXPECT_FALSE((MysqlHost{"192.0.2.1", 1}).is_local());
}

}  // namespace
}  // namespace furusato::persistence
