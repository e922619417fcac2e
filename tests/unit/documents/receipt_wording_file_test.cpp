#include "main/receipt_wording_file.hpp"

#include <fstream>

#include "unit/documents/sample_receipts.hpp"

namespace furusato::tests {
namespace {

constexpr auto kWording =
    R"({"version": "VERSION", "valid_from": "DATE", "title": "寄附金受領証明書", "amount_line": "金{amount}円",
  "body": ["{received_on}に{city_name}は受領しました。"],
  "notes": [{"print": true, "text": "一"}, {"print": false, "text": "二"}]})";

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    text.replace(text.find(from), from.size(), to);
    return text;
}

class ReceiptWordingFile : public InTemporaryFolder {
protected:
    std::vector<application::ReceiptWording> read(const std::string& wordings)
    {
        std::ofstream{file("wording.json")} << R"({"wordings": [)" << wordings << "]}";
        return composition::read_receipt_wordings(file("wording.json"));
    }

    static std::string wording(const std::string& version, const std::string& date)
    {
        return replaced(replaced(kWording, "VERSION", version), "DATE", date);
    }
};

TEST_F(ReceiptWordingFile, GivesTheWordingsByTheirFirstDays)
{
    const auto wordings = read(wording("b", "2027-01-01") + "," + wording("a", "2008-04-01"));

    ASSERT_EQ(wordings.size(), 2U);
    EXPECT_EQ(wordings[0].version, "a");
    EXPECT_EQ(wordings[1].valid_from, (domain::Date{2027, 1, 1}));
    EXPECT_EQ(wordings[0].notes, std::vector<std::string>{"一"}) << "only notes that are to be printed";
}

TEST_F(ReceiptWordingFile, IsRefusedWithTheReason)
{
    const auto good = wording("a", "2008-04-01");
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "no wording"},
        {"{", "parse error"},
        {wording("a", "2008-02-30"), "valid_from"},
        {replaced(good, "{amount}", ""), "lacks {amount}"},
        {replaced(good, "{received_on}", ""), "lacks {received_on}"},
        {replaced(good, "{city_name}", "{citty}"), "{citty}"},
        {replaced(good, "\"title\"", "\"titel\""), "title"},
        {good + "," + wording("a", "2009-01-01"), "version twice"},
        {good + "," + wording("b", "2008-04-01"), "same day"},
    };
    for (const auto& [text, reason] : cases) {
        const auto refusal = refusal_of([&, &json = text] { read(json); });
        EXPECT_EQ(refusal.code(), "rules.invalid");
        EXPECT_NE(detail(refusal, "reason").find(reason), std::string::npos) << detail(refusal, "reason");
        EXPECT_EQ(detail(refusal, "file"), file("wording.json").string());
    }
}

TEST_F(ReceiptWordingFile, ThatIsMissingIsRefused)
{
    EXPECT_EQ(
        refusal_of([&] { composition::read_receipt_wordings(file("none.json")); }).code(), "rules.invalid");
}

}  // namespace
}  // namespace furusato::tests
