#include "furusato/application/keep_searches.hpp"

#include "contract/engine.hpp"

namespace furusato::tests {
namespace {

class SavedSearches : public WithTamperer {
protected:
    application::KeepSearches searches() { return {ledger.store(), ledger.digests(), ledger.clock}; }
    std::vector<std::string> names()
    {
        std::vector<std::string> names;
        for (const auto& search : searches().list()) names.push_back(search.name);
        return names;
    }
};

TEST_P(SavedSearches, AreKeptReplacedAndForgotten)
{
    searches().save("受領済の楽天", "--state received\n--portal rakuten\n", ledger.caller());
    searches().save(" 高額 ", "--amount-from 100000\n", ledger.caller());
    EXPECT_EQ(names(), (std::vector<std::string>{"受領済の楽天", "高額"}));
    searches().save("高額", "--amount-from 300000\n", ledger.caller());
    EXPECT_EQ(searches().find("高額").filter, "--amount-from 300000\n");
    searches().forget("受領済の楽天", ledger.caller());
    EXPECT_EQ(names(), std::vector<std::string>{"高額"});
    searches().save("受領済の楽天", "--state received\n", ledger.caller());
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(SavedSearches, NeedANameAndAFilter)
{
    const auto refused = [&](const std::string& name, const std::string& filter) {
        return refusal_of([&] { searches().save(name, filter, ledger.caller()); });
    };
    EXPECT_EQ(refused("  ", "--one-stop\n"), "search.name_invalid");
    EXPECT_EQ(refused(std::string(61, 'x'), "--one-stop\n"), "search.name_invalid");
    EXPECT_EQ(refused("空", ""), "search.filter_empty");
    EXPECT_EQ(refusal_of([&] { searches().find("ない"); }), "search.unknown");
    EXPECT_EQ(refusal_of([&] { searches().forget("ない", ledger.caller()); }), "search.unknown");
}

TEST_P(SavedSearches, ChangedOrRemovedBehindTheBackAreFound)
{
    searches().save("高額", "--amount-from 100000\n", ledger.caller());
    tamper("UPDATE saved_searches SET filter_text = '--amount-from 1' WHERE name = '高額'");
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{"verify.search_changed 高額"});
    tamper("DELETE FROM saved_searches WHERE name = '高額'");
    ASSERT_EQ(ledger.findings().size(), 1U);
    EXPECT_TRUE(ledger.findings().front().starts_with("verify.search_missing"));
}

RUN_ON_EVERY_ENGINE(SavedSearches);

}  // namespace
}  // namespace furusato::tests
