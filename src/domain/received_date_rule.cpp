#include "furusato/domain/received_date_rule.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace furusato::domain {
namespace {

constexpr auto kMethodAndStart = [](const ReceivedDateRule& rule) {
    return std::tuple{rule.method, rule.valid_from};
};

}  // namespace

ReceivedDateRules::ReceivedDateRules(std::vector<ReceivedDateRule> rules) : rules_{std::move(rules)}
{
    std::ranges::sort(rules_, {}, kMethodAndStart);
    if (std::ranges::adjacent_find(rules_, {}, kMethodAndStart) != rules_.end()) {
        throw std::invalid_argument{"two rules for one payment method from one day"};
    }
    for (std::size_t method = 0; method < kPaymentMethodKeys.size(); ++method) {
        if (!std::ranges::binary_search(
                rules_, static_cast<PaymentMethod>(method), {}, &ReceivedDateRule::method)) {
            throw std::invalid_argument{
                "no rule for payment method " + std::string{kPaymentMethodKeys[method]}};
        }
    }
}

std::optional<ReceivedDate> ReceivedDateRules::received_on(
    PaymentMethod method, const Date& applied_on, const std::optional<Date>& paid_on) const
{
    const auto next = std::ranges::upper_bound(rules_, std::tuple{method, applied_on}, {}, kMethodAndStart);
    if (next == rules_.begin() || std::prev(next)->method != method) return std::nullopt;
    const ReceivedDateRule& rule = *std::prev(next);
    if (paid_on) return ReceivedDate{*paid_on, rule.code};
    if (rule.basis == ReceivedDateBasis::Paid) return std::nullopt;
    return ReceivedDate{applied_on, rule.code};
}

std::optional<ReceivedDateRule> ReceivedDateRules::find(const std::string& code) const
{
    const auto rule = std::ranges::find(rules_, code, &ReceivedDateRule::code);
    return rule == rules_.end() ? std::nullopt : std::optional{*rule};
}

}  // namespace furusato::domain
