#pragma once

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/pipeline.hpp"

namespace furusato::tests {

/// A file in memory, delivered in steps of any size, to cut records wherever they can be cut.
class MemoryBytes : public portal_import::ByteSource {
public:
    explicit MemoryBytes(std::string bytes, std::size_t step = 1'000'000)
        : bytes_{std::move(bytes)}, step_{step}
    {}

    std::size_t read(char* buffer, std::size_t size) override
    {
        const std::size_t given = std::min({size, step_, bytes_.size() - at_});
        std::memcpy(buffer, bytes_.data() + at_, given);
        at_ += given;
        return given;
    }
    void rewind() override { at_ = 0; }

private:
    std::string bytes_;
    std::size_t step_;
    std::size_t at_ = 0;
};

inline domain::EraTable some_eras()
{
    return domain::EraTable{{{"昭和", "S", domain::Date{1926, 12, 25}},
        {"平成", "H", domain::Date{1989, 1, 8}}, {"令和", "R", domain::Date{2019, 5, 1}}}};
}

/// Cards count by the day of application where no other is known, everything else by the day of payment.
inline domain::ReceivedDateRules some_received_date_rules()
{
    std::vector<domain::ReceivedDateRule> rules;
    for (std::size_t at = 0; at < domain::kPaymentMethodKeys.size(); ++at) {
        const auto method = static_cast<domain::PaymentMethod>(at);
        const auto basis = method == domain::PaymentMethod::Card ? domain::ReceivedDateBasis::PaidElseApplied
                                                                 : domain::ReceivedDateBasis::Paid;
        rules.push_back({std::string{key_of(method)} + ".2008", method, domain::Date{2008, 4, 1}, basis});
    }
    return domain::ReceivedDateRules{std::move(rules)};
}

inline portal_import::NameFolds some_folds()
{
    return portal_import::NameFolds{
        {{"髙", "高"}, {"﨑", "崎"}, {"邊", "辺"}, {"邉", "辺"}, {"齋", "斎"}, {"𠮷", "吉"}}};
}

/// A small layout with a line id: 番号,行,申込日,入金日,状態,支払,金額,数量,氏名,使い道,返礼品 and whatever a
/// test adds.
inline portal_import::PortalProfile a_profile()
{
    using portal_import::Field;
    portal_import::PortalProfile profile;
    profile.id = "sample";
    profile.label = "見本";
    profile.signature = {"番号", "申込日", "状態", "支払"};
    profile.aliases = {{Field::OrderNumber, {"番号"}}, {Field::LineId, {"行"}},
        {Field::AppliedOn, {"申込日"}}, {Field::PaidOn, {"入金日"}}, {Field::Status, {"状態"}},
        {Field::PaymentMethod, {"支払"}}, {Field::Amount, {"金額"}}, {Field::Quantity, {"数量"}},
        {Field::Name, {"氏名"}}, {Field::Kana, {"カナ"}}, {Field::Purpose, {"使い道"}},
        {Field::PurposeCode, {"使い道コード"}}, {Field::GiftCode, {"返礼品"}},
        {Field::GiftName, {"返礼品名"}}, {Field::OneStop, {"特例"}}, {Field::Remark, {"備考"}},
        {Field::PostalCode, {"郵便番号"}}, {Field::Prefecture, {"都道府県"}}, {Field::City, {"市区町村"}},
        {Field::Street, {"番地"}}, {Field::Building, {"建物"}}, {Field::Phone, {"電話"}},
        {Field::Mail, {"メール"}}, {Field::BirthDate, {"生年月日"}}, {Field::RecipientName, {"届け先"}},
        {Field::RecipientStreet, {"届け先住所"}}, {Field::RecipientIsDonor, {"同じ"}},
        {Field::DonorKind, {"区分"}}};
    profile.required = {Field::Status, Field::PaymentMethod};
    using portal_import::ToldState;
    profile.states = {{"済", ToldState::Received}, {"未", ToldState::AwaitingPayment},
        {"取消", ToldState::Cancelled}, {"取消中", ToldState::Undecided}};
    profile.payment_methods = {
        {"カード", domain::PaymentMethod::Card}, {"振込", domain::PaymentMethod::BankTransfer}};
    profile.one_stop = {{"要", true}, {"不要", false}};
    profile.donor_kinds = {{"個人", domain::DonorKind::Individual}, {"団体", domain::DonorKind::Group}};
    profile.recipient_is_donor = {{"1", true}, {"0", false}};
    return profile;
}

/// The outcomes of a file in UTF-8, or why it was refused.
struct Imported {
    std::string refusal;
    std::vector<std::pair<std::string, std::string>> details;
    std::string portal;
    std::string label;
    portal_import::Encoding encoding = portal_import::Encoding::Utf8;
    long rows = 0;
    portal_import::FileReading reading;
    std::vector<portal_import::OrderOutcome> outcomes;

    std::string detail(const std::string& key) const
    {
        for (const auto& [name, value] : details) {
            if (name == key) return value;
        }
        return {};
    }
};

/// What a test varies.
struct ImportCase {
    std::vector<portal_import::PortalProfile> profiles{a_profile()};
    domain::Date business_date{2026, 11, 22};
    std::optional<std::string> portal;
    std::optional<portal_import::Encoding> encoding;
    portal_import::ImportLimits limits{};
    std::size_t step = 1'000'000;
};

inline Imported import_bytes(const std::string& bytes, const ImportCase& how = {})
{
    const auto eras = some_eras();
    const auto rules = some_received_date_rules();
    const auto folds = some_folds();
    MemoryBytes source{bytes, how.step};
    Imported imported;
    try {
        portal_import::PortalFile file{source,
            {how.profiles, eras, rules, folds, how.business_date, how.portal, how.encoding, how.limits}};
        imported.portal = file.profile().id;
        imported.label = file.profile().label;
        imported.encoding = file.encoding();
        imported.rows = file.rows();
        imported.reading = file.reading();
        while (auto outcome = file.next()) imported.outcomes.push_back(*std::move(outcome));
    } catch (const domain::Refusal& refusal) {
        imported.refusal = refusal.code();
        imported.details = refusal.details();
    }
    return imported;
}

inline constexpr const char* kHeader = "番号,行,申込日,入金日,状態,支払,金額,数量,氏名,使い道,返礼品\n";

/// A file of the small layout with these records.
inline Imported import_rows(const std::string& rows, const ImportCase& how = {})
{
    return import_bytes(kHeader + rows, how);
}

/// One record in which a test says only what differs.
struct Row {
    std::string number = "A1";
    std::string line = "1";
    std::string applied_on = "2026-10-01";
    std::string paid_on = "2026-10-02";
    std::string status = "済";
    std::string payment = "カード";
    std::string amount = "10000";
    std::string quantity = "1";
    std::string name = "周南　花子";
    std::string purpose = "教育";
    std::string gift = "SN001";

    std::string text() const
    {
        return number + "," + line + "," + applied_on + "," + paid_on + "," + status + "," + payment + "," +
               amount + "," + quantity + "," + name + "," + purpose + "," + gift + "\n";
    }
};

}  // namespace furusato::tests
