#include "portal_import/decode_utf16.hpp"

#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using namespace std::string_literals;

std::string text_of(const std::string& bytes, std::size_t step)
{
    tests::MemoryBytes source{bytes, step};
    const auto text = utf16_text(source);
    if (!text) return "no UTF-16";
    std::string read;
    char buffer[7];
    for (int time = 0; time < 2; ++time) {
        read.clear();
        while (const std::size_t count = text->read(buffer, sizeof buffer)) read.append(buffer, count);
        text->rewind();
    }
    return read;
}

TEST(DecodeUtf16, ReadsBothByteOrdersHoweverTheBytesArrive)
{
    for (const std::size_t step : {1U, 2U, 3U, 1000U}) {
        EXPECT_EQ(text_of("\xFF\xFE\x61\0\x42\x30\x42\xD8\xB7\xDF\x0A\0"s, step), "\uFEFFaあ𠮷\n");
        EXPECT_EQ(text_of("\xFE\xFF\0\x61\x30\x42\xD8\x42\xDF\xB7\0\x0A"s, step), "\uFEFFaあ𠮷\n");
    }
}

TEST(DecodeUtf16, MarksWhatIsNoText)
{
    EXPECT_EQ(text_of("\xFF\xFE\x42\xD8\x61\0"s, 5),
        "\uFEFF\xFF"
        "a")
        << "half of a pair";
    EXPECT_EQ(text_of("\xFF\xFE\xB7\xDF\x61\0"s, 5),
        "\uFEFF\xFF"
        "a")
        << "the other half";
    EXPECT_EQ(text_of("\xFF\xFE\x61\0\x62"s, 5),
        "\uFEFF"
        "a\xFF")
        << "cut in a character";
    EXPECT_EQ(text_of("\xFF\xFE\x61\0\x42\xD8"s, 5),
        "\uFEFF"
        "a\xFF")
        << "cut in a pair";
}

TEST(DecodeUtf16, LeavesEverythingElseAlone)
{
    for (const std::string& bytes : {""s, "\xFF"s, "a,b\n"s, "\xEF\xBB\xBFx"s})
        EXPECT_EQ(text_of(bytes, 4), "no UTF-16");
}

}  // namespace
}  // namespace furusato::portal_import
