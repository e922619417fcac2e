#pragma once

#include <string>
#include <vector>

namespace furusato::tests {

/// One record of a portal file as a clerk's spreadsheet shows it: by default 10,000 yen by card, paid at once.
struct PortalRow {
    std::string order = "C1";
    std::string line = "1";
    std::string applied_on = "2023/12/10";
    std::string status = "受付完了";
    std::string paid_on = "2023/12/10";
    std::string donor_kind = "個人";
    std::string name = "周南　太郎";
    std::string kana = "シュウナン　タロウ";
    std::string postal_code = "745-0045";
    std::string prefecture = "山口県";
    std::string city = "周南市";
    std::string street = "徳山港町1番地";
    std::string building = "";
    std::string phone = "";
    std::string mail = "";
    std::string birth_date = "";
    std::string sex = "";
    std::string amount = "10000";
    std::string payment = "クレジットカード";
    std::string purpose_code = "";
    std::string purpose = "市長におまかせ";
    std::string gift_code = "SN001";
    std::string gift_name = "周南の地酒";
    std::string quantity = "1";
    std::string recipient_name = "";
    std::string recipient_street = "";
    std::string one_stop = "希望しない";
    std::string name_publication = "希望しない";
    std::string remark = "";
};

/// A file of ふるさとチョイス in UTF-8.
std::string choice_csv(const std::vector<PortalRow>& rows);
/// A file in our own format (portal "generic"), without the columns that it does not have.
std::string generic_csv(const std::vector<PortalRow>& rows);

/// So many orders "<prefix>1" …: names, amounts, days, purposes and gifts vary, each tenth is unpaid, each eleventh cancelled.
std::vector<PortalRow> many_rows(int orders, const std::string& prefix = "M");

/// One record of a gift file.
struct GiftRow {
    std::string code = "SN001";
    std::string name = "周南の地酒";
    std::string delivery_name = "";
    std::string supplier_code = "S03";
    std::string supplier = "見本酒造";
    std::string required = "10000";
    std::string cost = "3000";
    std::string category = "酒類";
    std::string brand_mark = "";
    std::string valid_from = "2023-04-01";
    std::string valid_to = "";
};
std::string gift_csv(const std::vector<GiftRow>& rows);

}  // namespace furusato::tests
