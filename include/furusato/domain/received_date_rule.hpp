#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/payment_method.hpp"

namespace furusato::domain {

/// From which of the portal's dates the day of receipt follows.
enum class ReceivedDateBasis {
    PaidElseApplied,  // settled at once: the day the donor completed the procedure (rules.md 1.5)
    Paid,             // the day the donor paid; without it the day is unknown
};

/// One line of the dated table etc/rules/received_date.json.
struct ReceivedDateRule {
    std::string code;  // shown with the donation: "card.2008"
    PaymentMethod method;
    Date valid_from;  // by applied_on
    ReceivedDateBasis basis;
    std::string source{};  // law or notice
    std::string note{};    // in the city's words
};

/// The day of receipt and the rule that gave it.
struct ReceivedDate {
    Date received_on;
    std::string rule_code;
};

/// 受領日 per payment method (rules.md 1.5), by the rule in force on the day of application.
class ReceivedDateRules {
public:
    /// Throws std::invalid_argument when a method has no rule or two from the same day.
    explicit ReceivedDateRules(std::vector<ReceivedDateRule> rules);

    /// The day of receipt of a paid donation; nullopt when the rule's date is missing or no rule was in force yet.
    std::optional<ReceivedDate> received_on(
        PaymentMethod method, const Date& applied_on, const std::optional<Date>& paid_on) const;
    /// The rule of a code as donations keep it; nullopt for any other word.
    std::optional<ReceivedDateRule> find(const std::string& code) const;

private:
    std::vector<ReceivedDateRule> rules_;
};

}  // namespace furusato::domain
