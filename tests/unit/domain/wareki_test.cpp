#include "furusato/domain/wareki.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "unit/domain/japanese_eras.hpp"

namespace furusato::domain {
namespace {

const EraTable& eras()
{
    static const EraTable table = tests::japanese_eras();
    return table;
}

TEST(Wareki, Rule8_1_HeiseiEndsOn30April2019)
{
    EXPECT_EQ(eras().format(Date{2019, 4, 30}), "平成31年4月30日");
    EXPECT_EQ(eras().format(Date{2019, 5, 1}), "令和元年5月1日");
}

TEST(Wareki, Rule8_1_ShowaEndsOn7January1989)
{
    EXPECT_EQ(eras().format(Date{1989, 1, 7}), "昭和64年1月7日");
    EXPECT_EQ(eras().format(Date{1989, 1, 8}), "平成元年1月8日");
}

TEST(Wareki, Rule8_1_ShowaBeginsOn25December1926)
{
    EXPECT_EQ(eras().format(Date{1926, 12, 24}), "大正15年12月24日");
    EXPECT_EQ(eras().format(Date{1926, 12, 25}), "昭和元年12月25日");
}

TEST(Wareki, Rule8_1_TaishoBeginsOn30July1912)
{
    EXPECT_EQ(eras().format(Date{1912, 7, 29}), "明治45年7月29日");
    EXPECT_EQ(eras().format(Date{1912, 7, 30}), "大正元年7月30日");
}

TEST(Wareki, Rule8_1_MeijiIsCountedInGregorianDaysFromItsSixthYear)
{
    EXPECT_EQ(eras().format(Date{1873, 1, 1}), "明治6年1月1日");
    EXPECT_EQ(eras().date_of("明治", 6, 1, 1), (Date{1873, 1, 1}));
    EXPECT_EQ(eras().date_of("明治", 5, 12, 31), std::nullopt);
}

TEST(Wareki, FormatsTodayAndTheSecondYear)
{
    EXPECT_EQ(eras().format(Date{2026, 11, 22}), "令和8年11月22日");
    EXPECT_EQ(eras().format(Date{2020, 1, 1}), "令和2年1月1日");
    EXPECT_EQ(eras().format(Date{1990, 1, 1}), "平成2年1月1日");
}

TEST(Wareki, GivesNameLetterAndNumberOfADay)
{
    const auto year = eras().year_on(Date{2026, 11, 22});
    ASSERT_TRUE(year);
    EXPECT_EQ(year->name, "令和");
    EXPECT_EQ(year->letter, "R");
    EXPECT_EQ(year->number, 8);
}

TEST(Wareki, Rule8_2_NamesACalendarYearByTheEraOf31December)
{
    EXPECT_EQ(eras().calendar_year_text(2026), "令和8");
    EXPECT_EQ(eras().calendar_year_text(2019), "令和元");
    EXPECT_EQ(eras().calendar_year_text(2018), "平成30");
    EXPECT_EQ(eras().calendar_year_text(1989), "平成元");
    EXPECT_EQ(eras().calendar_year_text(1926), "昭和元");
    EXPECT_EQ(eras().calendar_year_text(1912), "大正元");
    EXPECT_THROW(eras().calendar_year(1872), std::out_of_range);
}

TEST(Wareki, ConvertsAnEraYearByLetterOrName)
{
    EXPECT_EQ(eras().western_year("R", 8), 2026);
    EXPECT_EQ(eras().western_year("r", 8), 2026);
    EXPECT_EQ(eras().western_year("令和", 1), 2019);
    EXPECT_EQ(eras().western_year("H", 31), 2019);
    EXPECT_EQ(eras().western_year("昭和", 64), 1989);
    EXPECT_EQ(eras().western_year("T", 15), 1926);
    EXPECT_EQ(eras().western_year("M", 45), 1912);
}

TEST(Wareki, RefusesUnknownErasAndNumbersBelowOne)
{
    EXPECT_EQ(eras().western_year("X", 8), std::nullopt);
    EXPECT_EQ(eras().western_year("", 8), std::nullopt);
    EXPECT_EQ(eras().western_year("令", 8), std::nullopt);
    EXPECT_EQ(eras().western_year("R", 0), std::nullopt);
    EXPECT_EQ(eras().western_year("R", -1), std::nullopt);
    EXPECT_EQ(eras().western_year("R", INT32_MAX), std::nullopt);
}

TEST(Wareki, ReadsADateInsideItsEraOnly)
{
    EXPECT_EQ(eras().date_of("令和", 1, 5, 1), (Date{2019, 5, 1}));
    EXPECT_EQ(eras().date_of("令和", 1, 4, 30), std::nullopt);
    EXPECT_EQ(eras().date_of("H", 31, 4, 30), (Date{2019, 4, 30}));
    EXPECT_EQ(eras().date_of("H", 31, 5, 1), std::nullopt);
    EXPECT_EQ(eras().date_of("S", 64, 1, 7), (Date{1989, 1, 7}));
    EXPECT_EQ(eras().date_of("S", 64, 1, 8), std::nullopt);
    EXPECT_EQ(eras().date_of("S", 1, 12, 24), std::nullopt);
    EXPECT_EQ(eras().date_of("s", 1, 12, 25), (Date{1926, 12, 25}));
}

TEST(Wareki, RefusesEraDatesThatDoNotExist)
{
    EXPECT_EQ(eras().date_of("令和", 8, 2, 29), std::nullopt);
    EXPECT_EQ(eras().date_of("令和", 6, 2, 29), (Date{2024, 2, 29}));
    EXPECT_EQ(eras().date_of("令和", 8, 13, 1), std::nullopt);
    EXPECT_EQ(eras().date_of("X", 8, 1, 1), std::nullopt);
    EXPECT_EQ(eras().date_of("R", 9'999, 1, 1), std::nullopt);
}

TEST(Wareki, ReadsBackEveryDayThatItNames)
{
    for (auto number = Date{1911, 1, 1}.day_number(); number <= Date{2028, 12, 31}.day_number(); ++number) {
        const auto date = Date::from_day_number(number);
        const auto year = eras().year_on(date);
        ASSERT_TRUE(year);
        ASSERT_EQ(eras().date_of(year->name, year->number, date.month(), date.day()), date) << date.iso();
        ASSERT_EQ(eras().date_of(year->letter, year->number, date.month(), date.day()), date) << date.iso();
    }
}

TEST(Wareki, Rule8_4_TakesANewEraFromTheTable)
{
    auto list = eras().eras();
    list.push_back({"新元", "N", Date{2030, 10, 1}});
    const EraTable table{list};
    EXPECT_EQ(table.format(Date{2030, 9, 30}), "令和12年9月30日");
    EXPECT_EQ(table.format(Date{2030, 10, 1}), "新元元年10月1日");
    EXPECT_EQ(table.calendar_year_text(2030), "新元元");
}

TEST(Wareki, FallsBackToTheWesternYearBeforeTheFirstEra)
{
    const EraTable reiwa_only{{{"令和", "R", Date{2019, 5, 1}}}};
    EXPECT_EQ(reiwa_only.format(Date{2019, 4, 30}), "2019年4月30日");
    EXPECT_FALSE(reiwa_only.year_on(Date{2019, 4, 30}));
    EXPECT_THROW(reiwa_only.calendar_year(2018), std::out_of_range);
}

TEST(Wareki, RefusesATableThatIsEmptyOrDoesNotRise)
{
    EXPECT_THROW(EraTable{{}}, std::invalid_argument);
    EXPECT_THROW((EraTable{{{"令和", "R", Date{2019, 5, 1}}, {"平成", "H", Date{1989, 1, 8}}}}),
        std::invalid_argument);
    EXPECT_THROW((EraTable{{{"令和", "R", Date{2019, 5, 1}}, {"新元", "N", Date{2019, 5, 1}}}}),
        std::invalid_argument);
}

}  // namespace
}  // namespace furusato::domain
