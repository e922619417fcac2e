#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/donations.hpp"
#include "furusato/application/match_payments.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Says for the payments of one statement which donations they are for. Reads only; knows the payments that wait already.
class PayerSearch {
public:
    PayerSearch(Records& records, const PaymentProfile& profile, const portal_import::NameFolds& folds,
        const domain::Date& today);

    /// Sets state, donation and note of each payment.
    void decide(std::vector<Payment>& payments);

private:
    using NameAndAmount = std::pair<domain::Yen, std::string>;

    void find_awaited();
    void count_waiting(const std::vector<Payment>& payments);
    std::vector<domain::Donation> named_in(const std::string& reference);
    void decide_by_number(Payment& payment);
    void decide_about(Payment& payment, const domain::Donation& donation);
    void decide_by_name(Payment& payment);
    void settle(Payment& payment, const domain::Donation& donation);
    std::vector<domain::Donation> awaited_of(const std::vector<std::size_t>& places) const;
    /// Why this payment cannot be for this awaited donation; nullptr if it can.
    const char* reason_against(const Payment& payment, const domain::Donation& donation) const;
    std::string payer_of(const Payment& payment) const;
    bool is_payer(const Payment& payment, const domain::Donation& donation) const;
    std::set<std::string> names_of(const domain::Donation& donation) const;

    Records& records_;
    const PaymentProfile& profile_;
    const portal_import::NameFolds& folds_;
    domain::Date today_;
    std::vector<domain::Donation> awaited_;
    std::map<NameAndAmount, std::vector<std::size_t>> by_name_and_amount_;
    std::map<std::string, std::vector<std::size_t>> by_name_;
    std::map<NameAndAmount, std::size_t> waiting_;  // payments that name nothing
    std::set<std::int64_t> taken_;                  // donations that have a payment
};

}  // namespace furusato::application
