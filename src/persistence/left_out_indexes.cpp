#include "persistence/left_out_indexes.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace furusato::persistence {
namespace {

// Their rows grow with each line of a portal's file.
constexpr std::array<std::string_view, 5> kFilledByImports{
    "donations", "donation_purposes", "gift_lines", "revenue_entries", "history"};

bool is_filled_by_imports(const IndexShape& index)
{
    return std::find(kFilledByImports.begin(), kFilledByImports.end(), index.table) != kFilledByImports.end();
}

}  // namespace

std::vector<IndexShape> read_indexes(const std::vector<Migration>& migrations)
{
    std::vector<IndexShape> indexes;
    for (const Migration& migration : migrations) {
        std::istringstream lines{migration.sql};
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words{line};
            std::string verb, what, name, on, table;
            words >> verb >> what >> name >> on >> table;
            if (what != "INDEX") continue;
            if (verb == "CREATE") indexes.push_back({name, table, line});
            if (verb == "DROP") std::erase_if(indexes, [&](const auto& index) { return index.name == name; });
        }
    }
    return indexes;
}

void leave_indexes_out(Connection& connection, const std::vector<IndexShape>& indexes)
{
    if (!connection.index_names()) return;
    connection.in_transaction(application::Durability::Deferred, [&] {
        const auto there = *connection.index_names();
        for (const IndexShape& index : indexes) {
            if (is_filled_by_imports(index) && there.count(index.name) != 0)
                connection.change_schema("DROP INDEX " + index.name);
        }
    });
}

std::vector<std::string> missing_indexes(Connection& connection, const std::vector<IndexShape>& indexes)
{
    std::vector<std::string> missing;
    const auto there = connection.index_names();
    if (!there) return missing;
    for (const IndexShape& index : indexes) {
        if (there->count(index.name) == 0) missing.push_back(index.name);
    }
    return missing;
}

void make_missing_indexes(Connection& connection, const std::vector<IndexShape>& indexes)
{
    for (const std::string& name : missing_indexes(connection, indexes)) {
        const auto index = std::find_if(
            indexes.begin(), indexes.end(), [&](const IndexShape& each) { return each.name == name; });
        connection.make_index(index->name, index->statement);
    }
}

}  // namespace furusato::persistence
