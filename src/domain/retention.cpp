#include "furusato/domain/retention.hpp"

#include <algorithm>
#include <map>

#include "domain/key_table.hpp"
#include "furusato/domain/fiscal_year.hpp"

namespace furusato::domain {

std::optional<RetentionSubject> retention_subject_of(std::string_view key)
{
    return enumerator_of<RetentionSubject>(kRetentionSubjectKeys, key);
}

std::vector<RetentionRule> retention_rules_on(const std::vector<RetentionRule>& rules, const Date& day)
{
    std::map<RetentionSubject, RetentionRule> newest;
    for (const RetentionRule& rule : rules) {
        if (day < rule.valid_from) continue;
        const auto known = newest.find(rule.subject);
        if (known == newest.end() || known->second.valid_from < rule.valid_from)
            newest.insert_or_assign(rule.subject, rule);
    }
    std::vector<RetentionRule> found;
    found.reserve(newest.size());
    for (auto& [subject, rule] : newest) found.push_back(std::move(rule));
    return found;
}

Date disposable_from(const Date& completed_on, int years)
{
    return FiscalYear{FiscalYear::of(completed_on).value() + 1 + years}.first_day();
}

Date completed_through(const Date& as_of, int years)
{
    return FiscalYear{FiscalYear::of(as_of).value() - 1 - years}.last_day();
}

Contact masked(const Contact& contact)
{
    Contact without_person;
    without_person.name = kMaskedText;
    without_person.prefecture = contact.prefecture;
    return without_person;
}

}  // namespace furusato::domain
