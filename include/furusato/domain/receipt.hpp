#pragma once

#include <string>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donation_number.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/receipt_number.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::domain {

/// Who signs a receipt on its day of issue (dated city settings; rules.md 0.7).
struct ReceiptIssuer {
    std::string city_name;  // 周南市
    std::string title;      // 周南市長
    std::string name;       // empty = the office title alone
    std::string seal_file;  // PNG inside the share folder, empty = stamped by hand
    std::string seal_version;
    std::string section;          // contact section, printed small
    std::string section_address;  // its postal code and address
    std::string section_phone;
    std::string programme_name;  // ふるさと周南応援寄附金
    bool is_sample = false;      // prints 見本 across the sheet
};

/// A receipt with its facts frozen on the day of issue: printed the same years later.
struct Receipt {
    ReceiptId id;
    ReceiptNumber number{TaxYear{2000}, 0};
    DonationId donation;
    DonationNumber donation_number{FiscalYear{2000}, 0};
    Contact contact;
    ContactId contact_id;
    bool is_corporate = false;  // 御中 instead of 様
    Yen amount;
    Date received_on{2000, 1, 1};
    Date issued_on{2000, 1, 1};
    std::string wording_version;
    ReceiptIssuer issuer;
    bool is_void = false;
    std::string void_reason;
};

}  // namespace furusato::domain
