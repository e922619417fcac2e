#include "persistence/table_shapes.hpp"

#include <gtest/gtest.h>

#include "support/ports.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::persistence {
namespace {

std::vector<TableShape> shapes_of(const std::vector<std::string>& statements)
{
    std::vector<Migration> migrations;
    for (const auto& sql : statements)
        migrations.push_back({static_cast<int>(migrations.size()) + 1, "", sql, ""});
    return read_table_shapes(migrations);
}

TEST(TableShapes, TellColumnsTypesAndKey)
{
    const auto shapes = shapes_of(
        {"-- Why.\nCREATE TABLE a (\n    id BIGINT NOT NULL PRIMARY KEY,\n    name VARCHAR(10) NOT NULL\n)",
            "CREATE INDEX a_by_name ON a (name)",
            "CREATE TABLE b (\n    a_id INTEGER NOT NULL,\n    part CHAR(3) NOT NULL,\n    PRIMARY KEY (a_id, part),\n"
            "    UNIQUE (part),\n    FOREIGN KEY (a_id) REFERENCES a (id)\n) WITHOUT ROWID"});
    ASSERT_EQ(shapes.size(), 2U);
    EXPECT_EQ(shapes[0].name, "a");
    EXPECT_EQ(shapes[0].key, std::vector<std::string>{"id"});
    EXPECT_TRUE(shapes[0].is_number("id"));
    EXPECT_FALSE(shapes[0].is_number("name"));
    EXPECT_EQ(shapes[1].key, (std::vector<std::string>{"a_id", "part"}));
    EXPECT_EQ(shapes[1].columns.size(), 2U);
}

TEST(TableShapes, KnowColumnsAddedLater)
{
    const auto shapes = shapes_of(
        {"CREATE TABLE a (\n    id BIGINT NOT NULL PRIMARY KEY\n)", "ALTER TABLE a ADD COLUMN note BIGINT"});
    ASSERT_EQ(shapes[0].columns.size(), 2U);
    EXPECT_EQ(shapes[0].columns[1].name, "note");
    EXPECT_TRUE(shapes[0].is_number("note"));
}

TEST(TableShapes, LeaveOutForeignKeysOfColumnsThatLeadNoIndex)
{
    const std::string child =
        "CREATE TABLE b (\n    id BIGINT NOT NULL PRIMARY KEY,\n    a_id BIGINT,\n    other_id BIGINT,\n    third_id BIGINT,\n"
        "    UNIQUE (third_id),\n    FOREIGN KEY (a_id) REFERENCES a (id),\n    FOREIGN KEY (third_id) REFERENCES a (id),\n"
        "    FOREIGN KEY (other_id) REFERENCES a (id)\n)\n";
    const auto shapes = shapes_of({"CREATE TABLE a (\n    id BIGINT NOT NULL PRIMARY KEY\n)", child,
        "CREATE INDEX b_by_a ON b (a_id)"});
    ASSERT_EQ(shapes[1].references.size(), 3U);
    EXPECT_EQ(shapes[1].references[2].column, "other_id");
    EXPECT_EQ(shapes[1].references[2].parent, "a");
    EXPECT_EQ(shapes[1].references[2].parent_column, "id");
    EXPECT_EQ(without_unindexed_references(child, shapes),
        "CREATE TABLE b (\n    id BIGINT NOT NULL PRIMARY KEY,\n    a_id BIGINT,\n    other_id BIGINT,\n    third_id BIGINT,\n"
        "    UNIQUE (third_id),\n    FOREIGN KEY (a_id) REFERENCES a (id),\n    FOREIGN KEY (third_id) REFERENCES a (id)\n)\n");
}

TEST(TableShapes, LeaveOtherStatementsAsTheyAre)
{
    const std::string plain = "-- Why.\nCREATE TABLE a (\n    id BIGINT NOT NULL PRIMARY KEY\n)\n";
    EXPECT_EQ(without_unindexed_references(plain, shapes_of({plain})), plain);
    EXPECT_EQ(
        without_unindexed_references("CREATE INDEX a_by ON a (id)\n", {}), "CREATE INDEX a_by ON a (id)\n");
}

TEST(TableShapes, OfTheShippedMigrationsAllHaveAKey)
{
    const auto shapes = read_table_shapes(read_migrations(
        tests::source_path("sql/migrations"), [](std::string_view) { return std::string{}; }));
    EXPECT_GT(shapes.size(), 30U);
    for (const auto& shape : shapes) {
        EXPECT_FALSE(shape.key.empty()) << shape.name;
        EXPECT_FALSE(shape.columns.empty()) << shape.name;
    }
}

}  // namespace
}  // namespace furusato::persistence
