#include "support/portal_csv.hpp"

#include <array>
#include <utility>

namespace furusato::tests {
namespace {

template <class Row>
using Columns = std::vector<std::pair<const char*, std::string Row::*>>;

std::string quoted(const std::string& cell)
{
    std::string text = "\"";
    for (const char letter : cell) text += letter == '"' ? std::string{"\"\""} : std::string{letter};
    return text + "\"";
}

template <class Row>
std::string csv(const Columns<Row>& columns, const std::vector<Row>& rows)
{
    std::string text;
    for (const auto& [header, member] : columns) text += (text.empty() ? "" : ",") + quoted(header);
    text += "\r\n";
    for (const Row& row : rows) {
        std::string record;
        for (const auto& [header, member] : columns)
            record += (record.empty() ? "" : ",") + quoted(row.*member);
        text += record + "\r\n";
    }
    return text;
}

const Columns<PortalRow> kChoice{{"申込番号", &PortalRow::order}, {"枝番", &PortalRow::line},
    {"申込日時", &PortalRow::applied_on}, {"申込状況", &PortalRow::status}, {"入金日", &PortalRow::paid_on},
    {"寄附者区分", &PortalRow::donor_kind}, {"氏名", &PortalRow::name}, {"フリガナ", &PortalRow::kana},
    {"郵便番号", &PortalRow::postal_code}, {"都道府県", &PortalRow::prefecture},
    {"市区町村", &PortalRow::city}, {"番地", &PortalRow::street}, {"建物名", &PortalRow::building},
    {"電話番号", &PortalRow::phone}, {"メールアドレス", &PortalRow::mail},
    {"生年月日", &PortalRow::birth_date}, {"性別", &PortalRow::sex}, {"寄附金額", &PortalRow::amount},
    {"支払方法", &PortalRow::payment}, {"使い道番号", &PortalRow::purpose_code},
    {"使い道", &PortalRow::purpose}, {"お礼の品番号", &PortalRow::gift_code},
    {"お礼の品名", &PortalRow::gift_name}, {"数量", &PortalRow::quantity},
    {"お届け先氏名", &PortalRow::recipient_name}, {"お届け先住所", &PortalRow::recipient_street},
    {"ワンストップ特例申請", &PortalRow::one_stop}, {"寄附者情報の公表", &PortalRow::name_publication},
    {"備考", &PortalRow::remark}};

const Columns<PortalRow> kGeneric{{"受付番号", &PortalRow::order}, {"行番号", &PortalRow::line},
    {"受付経路", &PortalRow::sex}, {"申込日", &PortalRow::applied_on}, {"状態", &PortalRow::status},
    {"入金日", &PortalRow::paid_on}, {"寄附者区分", &PortalRow::donor_kind}, {"氏名", &PortalRow::name},
    {"氏名カナ", &PortalRow::kana}, {"郵便番号", &PortalRow::postal_code},
    {"都道府県", &PortalRow::prefecture}, {"市区町村", &PortalRow::city}, {"町域番地", &PortalRow::street},
    {"電話番号", &PortalRow::phone}, {"メールアドレス", &PortalRow::mail},
    {"生年月日", &PortalRow::birth_date}, {"寄附金額", &PortalRow::amount}, {"支払方法", &PortalRow::payment},
    {"使い道", &PortalRow::purpose}, {"返礼品コード", &PortalRow::gift_code},
    {"返礼品名", &PortalRow::gift_name}, {"数量", &PortalRow::quantity}, {"特例申請", &PortalRow::one_stop},
    {"備考", &PortalRow::remark}};

const Columns<GiftRow> kGifts{{"返礼品コード", &GiftRow::code}, {"返礼品名", &GiftRow::name},
    {"配送名称", &GiftRow::delivery_name}, {"事業者コード", &GiftRow::supplier_code},
    {"事業者名", &GiftRow::supplier}, {"必要寄附金額", &GiftRow::required}, {"調達費(税込)", &GiftRow::cost},
    {"カテゴリ", &GiftRow::category}, {"ブランド認証", &GiftRow::brand_mark},
    {"適用開始日", &GiftRow::valid_from}, {"適用終了日", &GiftRow::valid_to}};

}  // namespace

std::string choice_csv(const std::vector<PortalRow>& rows)
{
    return csv(kChoice, rows);
}
std::string generic_csv(const std::vector<PortalRow>& rows)
{
    return csv(kGeneric, rows);
}
std::string gift_csv(const std::vector<GiftRow>& rows)
{
    return csv(kGifts, rows);
}

std::vector<PortalRow> many_rows(int orders, const std::string& prefix)
{
    constexpr std::array<const char*, 3> kPurposes{"市長におまかせ", "子育て", "誰も知らない使い道"};
    constexpr std::array<const char*, 3> kPrefectures{"山口県", "東京都", ""};
    std::vector<PortalRow> rows;
    for (int i = 1; i <= orders; ++i) {
        const auto at = static_cast<std::size_t>(i);
        PortalRow row;
        row.order = prefix + std::to_string(i);
        // Four donors of five have a name of their own, the fifth is known from the order before.
        row.name = "寄附　" + std::to_string(i - (i % 5 == 0));
        row.phone = "090-0000-" + std::to_string(1000 + i - (i % 5 == 0));
        row.amount = std::to_string(5'000 + 1'000 * (i % 7));
        row.applied_on = row.paid_on = "2023/" + std::to_string(5 + i % 8) + "/" + std::to_string(1 + i % 28);
        row.purpose = kPurposes[at % kPurposes.size()];
        row.prefecture = kPrefectures[at % kPrefectures.size()];
        row.gift_code = i % 6 == 0 ? "" : "SN00" + std::to_string(1 + i % 4);
        row.one_stop = i % 2 == 0 ? "希望する" : "希望しない";
        if (i % 10 == 0) row.status = "入金待ち";
        if (i % 11 == 0) row.status = "キャンセル";
        rows.push_back(row);
        if (i % 8 != 0) continue;
        row.line = "2";
        row.gift_code = "SN009";
        rows.push_back(row);
    }
    return rows;
}

}  // namespace furusato::tests
