#pragma once

#include "contract/engine.hpp"
#include "furusato/application/manage_retention.hpp"
#include "furusato/persistence/access_log.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {

inline const domain::Date kLastDayKept{2034, 3, 31};
inline const domain::Date kDue{2034, 4, 1};  // of what was completed by 2024-03-31 and is kept ten years

inline std::vector<domain::RetentionRule> ten_years_each()
{
    std::vector<domain::RetentionRule> rules;
    for (std::size_t i = 0; i < domain::kRetentionSubjectKeys.size(); ++i) {
        const auto subject = static_cast<domain::RetentionSubject>(i);
        rules.push_back(
            {std::string{domain::key_of(subject)}, subject, {2008, 4, 30}, 10, "mask", "", false});
    }
    return rules;
}

/// An office whose rules keep everything for ten years.
class RetentionOffice : public WithTamperer {
protected:
    RetentionOffice()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import_gift_file(gift_csv({{.code = "SN001"}}));
    }

    application::ManageRetention retention()
    {
        return {{ledger.store(), ledger.digests(), ledger.clock, ledger.archive(), *looks, ledger.processes},
            {ten_years_each(), shipped_eras(), shipped_import_rules().folds}};
    }
    void on(const domain::Date& day)
    {
        ledger.business_date = day;
        ledger.clock.day = day;
    }
    std::vector<application::DeletedByRule> run(const std::optional<std::string>& rule = std::nullopt)
    {
        return retention().run(rule, "保存期間満了", ledger.caller(), [](auto, auto) {});
    }
    application::DueOfRule due(domain::RetentionSubject subject)
    {
        for (auto& found : retention().preview(ledger.business_date)) {
            if (found.rule.subject == subject) return found;
        }
        ADD_FAILURE() << "no rule of the subject";
        return {};
    }
    bool finds(const std::string& code)
    {
        for (const auto& finding : ledger.findings()) {
            if (finding.rfind(code + " ", 0) == 0) return true;
        }
        return false;
    }
    std::int64_t found_by(const std::string& word)
    {
        application::DonationFilter filter;
        filter.search = word;
        return ledger.list_donations().execute(filter, [](const auto&) {}).number;
    }
    /// How often a text stands anywhere in the ledger's tables of people and history.
    std::int64_t traces_of(const std::string& text)
    {
        const std::string like = "%" + text + "%";
        std::int64_t count = 0;
        for (const std::string sql :
            {"SELECT COUNT(*) AS n FROM contacts WHERE name LIKE ? OR kana LIKE ? OR phone LIKE ? OR mail LIKE ? OR street LIKE ?",
                "SELECT COUNT(*) AS n FROM history_fields WHERE field IN (?, ?, ?) OR old_value LIKE ? OR new_value LIKE ?",
                "SELECT COUNT(*) AS n FROM donor_terms WHERE term IN (?, ?, ?, ?) OR term LIKE ?",
                "SELECT COUNT(*) AS n FROM import_issues WHERE code IN (?, ?, ?, ?) OR cell_value LIKE ?",
                "SELECT COUNT(*) AS n FROM donations WHERE portal IN (?, ?, ?, ?) OR remark LIKE ?",
                "SELECT COUNT(*) AS n FROM donor_names WHERE donor_id IN (?, ?, ?) OR name LIKE ? OR kana LIKE ?",
                "SELECT COUNT(*) AS n FROM donor_addresses WHERE postal_code LIKE ? OR city LIKE ? OR street LIKE ? "
                "OR building LIKE ? OR addressee LIKE ?",
                "SELECT COUNT(*) AS n FROM donor_profiles WHERE donor_id IN (?, ?) OR phone LIKE ? OR mail LIKE ? OR remark LIKE ?",
                "SELECT COUNT(*) AS n FROM donors WHERE kind IN (?, ?, ?) OR birth_date LIKE ? OR postal_code LIKE ?",
                "SELECT COUNT(*) AS n FROM tickets WHERE kind IN (?, ?, ?) OR subject LIKE ? OR action_taken LIKE ?",
                "SELECT COUNT(*) AS n FROM ticket_entries WHERE actor IN (?, ?, ?, ?) OR entry_text LIKE ?"})
            count += number(sql, {like, like, like, like, like});
        return count;
    }

    std::unique_ptr<application::AccessLog> looks = persistence::open_access_log(database->url());
};

}  // namespace furusato::tests
