#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/receipt.hpp"

namespace furusato::application {

/// One issue into one PDF.
struct ReceiptRun {
    std::int64_t id = 0;
    domain::OperationId operation;
    domain::Date issued_on{2000, 1, 1};
    std::int64_t receipts = 0;
    domain::Yen amount;
    std::string file_name;
    std::string sha256;
    bool is_printed = false;  // the file was complete once
};

/// Receipts of some days that hold.
struct IssuedReceipts {
    std::int64_t receipts = 0;
    domain::Date last{2000, 1, 1};
};

/// Repository: receipts, their runs and counters.
class Receipts {
public:
    virtual ~Receipts() = default;
    /// Draws `count` numbers of a tax year inside the present transaction; the first one is returned.
    virtual std::int64_t draw_numbers(domain::TaxYear year, std::int64_t count) = 0;
    virtual std::int64_t add_issuer(std::int64_t new_id, const domain::ReceiptIssuer& issuer) = 0;
    virtual void add_run(const ReceiptRun& run) = 0;
    virtual void add(const std::vector<domain::Receipt>& receipts, std::int64_t run, std::int64_t issuer,
        domain::OperationId operation) = 0;
    /// Marks the run printed, with the digest of its file.
    virtual void set_printed(std::int64_t run, const std::string& sha256) = 0;
    /// Takes a run back whose paper was never drawn: its receipts stay as void with the reason, their donations are free again.
    virtual void void_run(std::int64_t run, const std::string& reason) = 0;
    /// One valid receipt becomes void, its donation is free again; false when it was void already.
    virtual bool make_void(domain::ReceiptId id, const std::string& reason) = 0;
    /// Every number of a tax year, void ones and those of open operations included, in order.
    virtual std::vector<std::int64_t> numbers_of(domain::TaxYear year) = 0;
    virtual bool has_valid_original(domain::DonationId donation) = 0;
    /// In order of tax year and number. A receipt is issued from the moment its number is drawn, printed or not.
    virtual void for_each(std::optional<domain::TaxYear> year, std::optional<std::int64_t> run,
        const std::function<void(const domain::Receipt&)>& visit) = 0;
    /// In order of tax year and number, void ones included.
    virtual std::vector<domain::Receipt> of_donation(domain::DonationId donation) = 0;
    /// Numbers of receipts whose row contradicts itself or its run: valid without being its donation's original, of another operation
    /// or day than the run, or in no state that there is.
    virtual std::vector<domain::ReceiptNumber> contradictory() = 0;
    /// Runs whose figures are not those of their receipts.
    virtual std::vector<std::int64_t> runs_that_differ() = 0;
    /// The receipt names another contact from now on: nobody (retention).
    virtual void set_contact(domain::ReceiptId id, domain::ContactId contact) = 0;
    /// Newest first, those of open operations included.
    virtual std::vector<ReceiptRun> runs() = 0;
    virtual std::vector<std::pair<domain::TaxYear, std::int64_t>> counters() = 0;
    /// Valid receipts issued from a day on, before another; nullopt when there are none.
    virtual std::optional<IssuedReceipts> issued_between(
        const domain::Date& from, const std::optional<domain::Date>& before) = 0;
};

}  // namespace furusato::application
