#include "contract/engine.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Durability;
using persistence::append;
using persistence::Value;
using Values = persistence::Connection::Values;

constexpr int kRows = 200;  // enough for a database to load them in its own way

/// Rows of the table of contacts written in bulk, whichever way the database has for it.
class BulkRows : public WithTamperer {
protected:
    /// id, name, kana; the rest empty.
    static Values contacts(const std::string& name, int first = 1)
    {
        Values cells;
        for (int i = 0; i < kRows; ++i) {
            append(cells, std::int64_t{1'000'000 + first + i}, name, std::to_string(i));
            for (int rest = 0; rest < 9; ++rest) append(cells, std::string{});
        }
        return cells;
    }
    void insert(const Values& cells)
    {
        raw->in_transaction(Durability::Bulk, [&] {
            raw->insert_rows("contacts",
                {"id", "name", "kana", "postal_code", "prefecture", "city", "street", "building", "phone",
                    "mail", "birth_date", "sex"},
                cells);
        });
    }
    std::int64_t count(const std::string& name)
    {
        return raw->query("SELECT COUNT(*) AS n FROM contacts WHERE name = ? AND id > 1000000", {name})
            .front()
            .integer("n");
    }
    static std::string failure_of(const std::function<void()>& work)
    {
        try {
            work();
        } catch (const application::DuplicateKey&) {
            return "duplicate";
        } catch (const application::StorageError& failure) {
            return failure.code();
        }
        return "none";
    }
};

TEST_P(BulkRows, KeepEverySignOfATextAsItIs)
{
    int first = 1;
    for (const std::string name :
        {"a\tb", "a\nb", "a\\b", "\\N", "\\", "'\"`%_;--", "𠮷野家 葛󠄀城 ﷽", "", "a\rb", "NULL"}) {
        insert(contacts(name, first));
        EXPECT_EQ(count(name), kRows) << testing::PrintToString(name);
        first += kRows;
    }
}

TEST_P(BulkRows, KeepNullApartFromNothing)
{
    const auto operation = ledger.an_operation();
    Values history;
    for (int i = 0; i < kRows; ++i)
        append(history, operation.value, std::string{"test"}, std::int64_t{i}, std::string{"field"},
            i % 2 == 0 ? Value{} : Value{std::string{}}, Value{std::string{"new"}});
    raw->in_transaction(Durability::Bulk, [&] {
        raw->insert_rows("history_fields",
            {"operation_id", "entity", "entity_id", "field", "old_value", "new_value"}, history);
    });
    EXPECT_EQ(
        raw->query("SELECT COUNT(*) AS n FROM history_fields WHERE entity = 'test' AND old_value IS NULL")
            .front()
            .integer("n"),
        kRows / 2);
}

TEST_P(BulkRows, OfWhichOneIsThereAlreadyAreRefusedAsAWhole)
{
    insert(contacts("first"));
    EXPECT_EQ(failure_of([&] { insert(contacts("second", kRows)); }), "duplicate");
    EXPECT_EQ(count("first"), kRows);
    EXPECT_EQ(count("second"), 0);
}

TEST_P(BulkRows, AreLeftOutWhereTheyAreThereAndAskedTo)
{
    const Values cells{std::string{"name"}, std::string{"周南"}, std::int64_t{1}, std::string{"name"},
        std::string{"徳山"}, std::int64_t{1}};
    const auto donation = ledger.enter(a_donation(10'000));
    Values rows = cells;
    rows[2] = rows[5] = donation.donor.value;
    for (int i = 0; i < 2; ++i) {
        raw->in_transaction(Durability::Bulk, [&] {
            raw->insert_missing_rows("donor_terms", {"kind", "term", "donor_id"}, rows);
        });
    }
    EXPECT_EQ(
        raw->query("SELECT COUNT(*) AS n FROM donor_terms WHERE term IN ('周南', '徳山') AND donor_id = ?",
               {donation.donor.value})
            .front()
            .integer("n"),
        2);
}

RUN_ON_EVERY_ENGINE(BulkRows);

}  // namespace
}  // namespace furusato::tests
