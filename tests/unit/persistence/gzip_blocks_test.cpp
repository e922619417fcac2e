#include "persistence/gzip_blocks.hpp"

#include <Poco/InflatingStream.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace furusato::persistence {
namespace {

std::string unpacked(const std::string& packed)
{
    std::istringstream in{packed};
    Poco::InflatingInputStream zipped{in, Poco::InflatingStreamBuf::STREAM_GZIP};
    std::ostringstream out;
    out << zipped.rdbuf();
    return out.str();
}

std::string packed(const std::vector<std::string>& blocks)
{
    std::ostringstream out;
    GzipBlocks zipped{out};
    for (const std::string& block : blocks) zipped.add(block);
    zipped.finish();
    return out.str();
}

TEST(GzipBlocks, AreOneFileWithAllThatWasAdded)
{
    std::mt19937 random{5};
    std::vector<std::string> blocks;
    std::string all;
    for (const std::size_t size : {1U, 70'000U, 1'048'576U, 3U, 1'048'576U, 500'000U}) {
        std::string block(size, '\0');
        for (char& byte : block) byte = static_cast<char>(random() % (size % 2 == 0 ? 7 : 256));
        all += block;
        blocks.push_back(std::move(block));
    }
    EXPECT_TRUE(unpacked(packed(blocks)) == all);
}

TEST(GzipBlocks, OfNothingAreAnEmptyFile)
{
    EXPECT_EQ(unpacked(packed({})), "");
}

TEST(GzipBlocks, TellTheCheckSumAndTheSizeOfTheWhole)
{
    // What `printf 123456789 | gzip` ends with: CRC-32 0xCBF43926, nine bytes.
    const std::string file = packed({"1234", "56789"});
    EXPECT_EQ(file.substr(file.size() - 8), (std::string{"\x26\x39\xF4\xCB\x09\x00\x00\x00", 8}));
}

}  // namespace
}  // namespace furusato::persistence
