#include "support/sample_donations.hpp"

namespace furusato::tests {

using domain::Yen;

std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

domain::Contact a_contact()
{
    return {"周南　太郎", "シュウナン　タロウ", "7450045", "山口県", "周南市", "徳山港町1番地", "", "", "",
        "", ""};
}

domain::Contact an_unusual_contact()
{
    return {"葛\U000E0100城　𠮷\uFA10", "ｶﾂﾗｷﾞ　ヨシツカ", "0600001", "北海道", "札幌市中央区",
        "北一条西1-1\n気付", "ヴィラ “辻󠄁” ㈱ 3号", "+14155550100", "Taro.O'Neil@example.jp",
        "1961-01-06", "男"};
}

domain::Contact a_longest_contact()
{
    const std::string rare = "𠮷";
    return {repeated(rare, 200), repeated(rare, 200), "0123456789", repeated(rare, 20), repeated(rare, 200),
        repeated(rare, 300), repeated(rare, 200), repeated("0", 50), repeated(rare, 200), "1961-01-06",
        repeated(rare, 10)};
}

domain::GiftLine a_gift_line(const std::string& code, std::int64_t yen)
{
    domain::GiftLine line;
    line.gift_code = code;
    line.gift_name = "周南の地酒";
    line.amount = Yen{yen};
    return line;
}

domain::Donation a_donation(std::int64_t yen)
{
    domain::Donation donation;
    donation.order.portal = "choice";
    donation.contact = a_contact();
    donation.state = domain::DonationState::Received;
    donation.amount = Yen{yen};
    donation.applied_on = {2023, 12, 10};
    donation.paid_on = donation.received_on = domain::Date{2023, 12, 10};
    donation.received_rule = "card.2008";
    donation.payment_method = domain::PaymentMethod::Card;
    donation.payment_written = "クレジットカード";
    donation.purposes = {{"1", "市長におまかせ", Yen{yen}}};
    donation.gifts = {a_gift_line("SN001", yen)};
    donation.gifts.front().line_number = 1;
    return donation;
}

domain::Campaign a_campaign(const std::string& code)
{
    domain::Campaign campaign;
    campaign.code = code;
    campaign.name = "市誕生20周年";
    campaign.policy_measure = "シティプロモーションの推進";
    campaign.starts_on = {2023, 12, 1};
    campaign.ends_on = {2023, 12, 31};
    campaign.channels = {"特設サイト", "SNS"};
    return campaign;
}

application::CityMasters a_city()
{
    const domain::Date founded{2003, 4, 21};
    application::CityMasters city;
    city.settings = {{"city_name", founded, "周南市"}, {"programme_name", founded, "ふるさと周南応援寄附金"},
        {"issuer_title", founded, "周南市長"}, {"section", founded, "シティプロモーション課"},
        {"section_postal_code", founded, "745-8655"}, {"section_address", founded, "山口県周南市岐山通1-1"},
        {"section_phone", founded, "0834-00-0000"}};
    city.funds = {{"K1", "まちづくり応援基金", founded}, {"K2", "子ども未来夢基金", founded}};
    city.purposes = {{0, "1", "市長におまかせ", "K1", founded, {}}, {0, "2", "子育て", "K2", founded, {}}};
    return city;
}

}  // namespace furusato::tests
