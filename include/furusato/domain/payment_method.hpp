#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace furusato::domain {

/// How a donation was paid; the keys are those of interfaces.md.
enum class PaymentMethod {
    Card,
    Points,
    Carrier,
    AmazonPay,
    PayPay,
    ApplePay,
    RakutenPay,
    DBarai,
    ConvenienceStore,
    PayEasy,
    BankTransfer,
    PostalTransfer,
    PaymentSlip,
    CashMail,
    Counter,
    Other
};

inline constexpr std::array<std::string_view, 16> kPaymentMethodKeys{"card", "points", "carrier",
    "amazon_pay", "paypay", "apple_pay", "rakuten_pay", "d_barai", "convenience_store", "pay_easy",
    "bank_transfer", "postal_transfer", "payment_slip", "cash_mail", "counter", "other"};

constexpr std::string_view key_of(PaymentMethod method)
{
    return kPaymentMethodKeys[static_cast<std::size_t>(method)];
}

/// The method of a key; nullopt for an unknown key.
std::optional<PaymentMethod> payment_method_of(std::string_view key);

}  // namespace furusato::domain
