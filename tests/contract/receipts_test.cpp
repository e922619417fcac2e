#include "furusato/application/receipts.hpp"

#include "contract/engine.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DuplicateKey;
using application::Durability;
using application::ReceiptRun;
using application::Records;
using domain::Receipt;
using domain::TaxYear;

domain::ReceiptIssuer an_issuer()
{
    return {"周南市", "周南市長", "𠮷田　\uFA10", "demo/seal.png", "見本1", "課\n係",
        "〒745-8655　山口県周南市", "0834-00-0000", "ふるさと周南応援寄附金", true};
}

class ReceiptRepository : public OnEveryEngine {
protected:
    /// A run of receipts for new donations of that tax year, numbers drawn with it.
    ReceiptRun issue(int year, int count, OperationEnd end = OperationEnd::Done)
    {
        std::vector<domain::Donation> donations;
        for (int i = 0; i < count; ++i) {
            domain::Donation donation = a_donation(10'000 + i);
            donation.received_on = domain::Date{year, 6, 1};
            donations.push_back(ledger.enter(donation));
        }
        ReceiptRun run{ledger.store().draw_ids("receipt_run", 1), ledger.an_operation(end), {2024, 2, 29},
            count, domain::Yen{10'000}, "受領証明書.pdf", ""};
        const std::int64_t id = ledger.store().draw_ids("receipt", count);
        const std::int64_t issuer = ledger.store().draw_ids("receipt_issuer", 1);
        ledger.store().write(Durability::Confirmed, [&](Records& records) {
            const std::int64_t first = records.receipts.draw_numbers(TaxYear{year}, count);
            records.receipts.add_run(run);
            issued.clear();
            for (int i = 0; i < count; ++i) {
                issued.push_back(receipt_of(donations[static_cast<std::size_t>(i)], {id + i}, first + i));
            }
            records.receipts.add(
                issued, run.id, records.receipts.add_issuer(issuer, an_issuer()), run.operation);
        });
        return run;
    }

    static Receipt receipt_of(const domain::Donation& donation, domain::ReceiptId id, std::int64_t number)
    {
        Receipt receipt;
        receipt.id = id;
        receipt.number = {TaxYear::of(*donation.received_on), number};
        receipt.donation = donation.id;
        receipt.donation_number = donation.number;
        receipt.contact = donation.contact;
        receipt.contact_id = donation.contact_id;
        receipt.is_corporate = true;
        receipt.amount = donation.amount;
        receipt.received_on = *donation.received_on;
        receipt.issued_on = {2024, 2, 29};
        receipt.wording_version = "2008";
        receipt.issuer = an_issuer();
        return receipt;
    }

    void take_back(const ReceiptRun& run)
    {
        ledger.store().write(
            Durability::Confirmed, [&](Records& records) { records.receipts.void_run(run.id, "not_drawn"); });
    }
    /// Numbers of the receipts that lists show, as "year-number ".
    std::string numbers(std::optional<TaxYear> year = {}, std::optional<std::int64_t> run = {})
    {
        std::string text;
        ledger.store().read([&](Records& records) {
            records.receipts.for_each(year, run, [&](const Receipt& receipt) {
                text += std::to_string(receipt.number.tax_year.value()) + "-" +
                        std::to_string(receipt.number.running) + " ";
            });
        });
        return text;
    }
    std::string counters()
    {
        std::string text;
        ledger.store().read([&](Records& records) {
            for (const auto& [year, last] : records.receipts.counters()) {
                text += std::to_string(year.value()) + ":" + std::to_string(last) + " ";
            }
        });
        return text;
    }

    std::vector<Receipt> issued;
};

TEST_P(ReceiptRepository, KeepsEveryFrozenFact)
{
    issue(2023, 1);
    std::vector<Receipt> found;
    ledger.store().read([&](Records& records) {
        records.receipts.for_each({}, {}, [&](const Receipt& receipt) { found.push_back(receipt); });
    });
    ASSERT_EQ(found.size(), 1U);
    const Receipt& stored = found.front();
    const Receipt& entered = issued.front();
    EXPECT_EQ(stored.id, entered.id);
    EXPECT_EQ(stored.number, entered.number);
    EXPECT_EQ(stored.donation, entered.donation);
    EXPECT_EQ(stored.donation_number, entered.donation_number);
    EXPECT_EQ(stored.contact, entered.contact);
    EXPECT_EQ(stored.contact_id, entered.contact_id);
    EXPECT_EQ(stored.is_corporate, entered.is_corporate);
    EXPECT_EQ(stored.amount, entered.amount);
    EXPECT_EQ(stored.received_on, entered.received_on);
    EXPECT_EQ(stored.issued_on, entered.issued_on);
    EXPECT_EQ(stored.wording_version, entered.wording_version);
    EXPECT_EQ(stored.issuer.city_name, entered.issuer.city_name);
    EXPECT_EQ(stored.issuer.title, entered.issuer.title);
    EXPECT_EQ(stored.issuer.name, entered.issuer.name);
    EXPECT_EQ(stored.issuer.seal_file, entered.issuer.seal_file);
    EXPECT_EQ(stored.issuer.seal_version, entered.issuer.seal_version);
    EXPECT_EQ(stored.issuer.section, entered.issuer.section);
    EXPECT_EQ(stored.issuer.section_address, entered.issuer.section_address);
    EXPECT_EQ(stored.issuer.section_phone, entered.issuer.section_phone);
    EXPECT_EQ(stored.issuer.programme_name, entered.issuer.programme_name);
    EXPECT_EQ(stored.issuer.is_sample, entered.issuer.is_sample);
    EXPECT_FALSE(stored.is_void);
}

TEST_P(ReceiptRepository, CountsEachTaxYearFromOne)
{
    issue(2023, 2);
    issue(2024, 1);
    issue(2023, 3);
    EXPECT_EQ(numbers(), "2023-1 2023-2 2023-3 2023-4 2023-5 2024-1 ");
    EXPECT_EQ(counters(), "2023:5 2024:1 ");
    EXPECT_EQ(numbers(TaxYear{2024}), "2024-1 ");
}

TEST_P(ReceiptRepository, GivesNoNumberAwayWhenTheTransactionFails)
{
    issue(2023, 2);
    const auto fail = [](Records& records) {
        EXPECT_EQ(records.receipts.draw_numbers(TaxYear{2023}, 10), 3);
        EXPECT_EQ(records.receipts.draw_numbers(TaxYear{2024}, 10), 1);
        throw Killed{};
    };
    EXPECT_THROW(ledger.store().write(Durability::Confirmed, fail), Killed);
    EXPECT_EQ(counters(), "2023:2 ");
    issue(2023, 1);
    EXPECT_EQ(numbers(), "2023-1 2023-2 2023-3 ");
}

TEST_P(ReceiptRepository, SharesAnIssuerUntilItChanges)
{
    std::int64_t first = 0, same = 0, other = 0;
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        first = records.receipts.add_issuer(11, an_issuer());
        same = records.receipts.add_issuer(12, an_issuer());
        domain::ReceiptIssuer next = an_issuer();
        next.seal_version = "見本2";
        other = records.receipts.add_issuer(13, next);
    });
    EXPECT_EQ(first, 11);
    EXPECT_EQ(same, 11);
    EXPECT_EQ(other, 13);
}

TEST_P(ReceiptRepository, GivesADonationOneOriginalOnly)
{
    const ReceiptRun run = issue(2023, 1);
    ledger.store().read([&](Records& records) {
        EXPECT_TRUE(records.receipts.has_valid_original(issued[0].donation));
        EXPECT_FALSE(records.receipts.has_valid_original({issued[0].donation.value + 1}));
    });
    Receipt second = issued[0];
    second.id.value += 100;
    second.number.running += 100;
    EXPECT_THROW(ledger.store().write(Durability::Confirmed,
                     [&](Records& records) { records.receipts.add({second}, run.id, 1, run.operation); }),
        DuplicateKey);
}

TEST_P(ReceiptRepository, GivesANumberOnceInATaxYear)
{
    const ReceiptRun run = issue(2023, 1);
    Receipt second = receipt_of(ledger.enter(a_donation()), {issued[0].id.value + 100}, 1);
    EXPECT_THROW(ledger.store().write(Durability::Confirmed,
                     [&](Records& records) { records.receipts.add({second}, run.id, 1, run.operation); }),
        DuplicateKey);
}

TEST_P(ReceiptRepository, ListsRunsNewestFirstWithTheirFiles)
{
    const ReceiptRun first = issue(2023, 2);
    const ReceiptRun second = issue(2023, 1, OperationEnd::Open);
    ledger.store().write(Durability::Confirmed,
        [&](Records& records) { records.receipts.set_printed(first.id, std::string(64, 'f')); });
    ledger.store().read([&](Records& records) {
        const auto runs = records.receipts.runs();
        ASSERT_EQ(runs.size(), 2U);
        EXPECT_EQ(runs[0].id, second.id) << "those of open operations too";
        EXPECT_EQ(runs[0].sha256, "");
        EXPECT_FALSE(runs[0].is_printed);
        EXPECT_EQ(runs[1].id, first.id);
        EXPECT_EQ(runs[1].operation, first.operation);
        EXPECT_EQ(runs[1].issued_on, first.issued_on);
        EXPECT_EQ(runs[1].receipts, 2);
        EXPECT_EQ(runs[1].amount, first.amount);
        EXPECT_EQ(runs[1].file_name, first.file_name);
        EXPECT_EQ(runs[1].sha256, std::string(64, 'f'));
        EXPECT_TRUE(runs[1].is_printed);
    });
    EXPECT_EQ(numbers({}, first.id), "2023-1 2023-2 ");
}

TEST_P(ReceiptRepository, ListsReceiptsFromTheMomentTheirNumbersAreDrawn)
{
    issue(2023, 1);
    const ReceiptRun open = issue(2023, 1, OperationEnd::Open);
    EXPECT_EQ(numbers(), "2023-1 2023-2 ");
    EXPECT_EQ(numbers({}, open.id), "2023-2 ");
    ledger.store().read(
        [&](Records& records) { EXPECT_TRUE(records.receipts.has_valid_original(issued[0].donation)); });
}

TEST_P(ReceiptRepository, KeepsTheNumbersOfARunThatWasTakenBackAsVoid)
{
    issue(2023, 1);
    const ReceiptRun run = issue(2023, 3);
    const auto donation = issued[0].donation;
    take_back(run);
    EXPECT_EQ(counters(), "2023:4 ");
    issue(2023, 1);
    EXPECT_EQ(numbers(), "2023-1 2023-2 2023-3 2023-4 2023-5 ") << "no number is given twice";
    ledger.store().read([&](Records& records) {
        EXPECT_FALSE(records.receipts.has_valid_original(donation)) << "the donation is free again";
        int voided = 0;
        records.receipts.for_each({}, {}, [&](const Receipt& receipt) { voided += receipt.is_void; });
        EXPECT_EQ(voided, 3);
        EXPECT_TRUE(records.receipts.runs().at(1).is_printed) << "there is nothing left to print";
    });
}

TEST_P(ReceiptRepository, KnowsEveryNumberOfATaxYear)
{
    take_back(issue(2023, 2));
    issue(2023, 1, OperationEnd::Open);
    issue(2024, 1);
    ledger.store().read([](Records& records) {
        EXPECT_EQ(records.receipts.numbers_of(TaxYear{2023}), (std::vector<std::int64_t>{1, 2, 3}));
        EXPECT_EQ(records.receipts.numbers_of(TaxYear{2022}), std::vector<std::int64_t>{});
    });
}

TEST_P(ReceiptRepository, GivesADonationAnotherReceiptWhenItsFirstIsVoid)
{
    take_back(issue(2023, 1));
    Receipt second = issued[0];
    second.id.value += 100;
    second.number.running = 2;
    const ReceiptRun run = issue(2024, 1);
    EXPECT_NO_THROW(ledger.store().write(Durability::Confirmed,
        [&](Records& records) { records.receipts.add({second}, run.id, 1, run.operation); }));
    ledger.store().read(
        [&](Records& records) { EXPECT_TRUE(records.receipts.has_valid_original(second.donation)); });
}

RUN_ON_EVERY_ENGINE(ReceiptRepository);

}  // namespace
}  // namespace furusato::tests
