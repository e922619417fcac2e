#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// What is erased when its time is over, in the order in which a run does it: a file goes after the donations it brought.
enum class RetentionSubject {
    GiftRecipient,
    DonationContact,
    PaymentPayer,
    ParkedRows,
    ImportArchive,
    AccessLog
};

inline constexpr std::array<std::string_view, 6> kRetentionSubjectKeys{
    "gift_recipient", "donation_contact", "payment_payer", "parked_rows", "import_archive", "access_log"};
constexpr std::string_view key_of(RetentionSubject subject)
{
    return kRetentionSubjectKeys[static_cast<std::size_t>(subject)];
}
/// The subject of a key; nullopt for an unknown key.
std::optional<RetentionSubject> retention_subject_of(std::string_view key);

/// How many years something is kept, from a day on (市の文書管理規程; rules.md 7.8).
struct RetentionRule {
    std::string code;
    RetentionSubject subject = RetentionSubject::DonationContact;
    Date valid_from{2000, 1, 1};
    int years = 0;
    std::string action;  // "mask", "delete"
    std::string source;
    bool is_confirmed = false;  // by the city
};

/// The newest rule of each subject that holds on the day, in order of the subjects.
std::vector<RetentionRule> retention_rules_on(const std::vector<RetentionRule>& rules, const Date& day);

/// The first day on which what was completed may go: the years count from 1 April after the fiscal year of completion.
Date disposable_from(const Date& completed_on, int years);
/// The last day of completion that is disposable on a day.
Date completed_through(const Date& as_of, int years);

/// What stands in place of a name.
inline constexpr auto kMaskedText = "（消去済み）";
inline bool is_masked(const Contact& contact)
{
    return contact.name == kMaskedText;
}
/// A contact without its person: the prefecture stays, because reports count by it.
Contact masked(const Contact& contact);

}  // namespace furusato::domain
