#include "furusato/domain/purpose.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(PurposeShare, IsKeyedByMasterCodeElseByItsTextElseNone)
{
    EXPECT_EQ((PurposeShare{"P1", "子育て", Yen{10'000}}.key()), "P1");
    EXPECT_EQ((PurposeShare{"", "子育て", Yen{10'000}}.key()), "子育て");
    EXPECT_EQ((PurposeShare{"", "", Yen{10'000}}.key()), "none");
}

}  // namespace
}  // namespace furusato::domain
