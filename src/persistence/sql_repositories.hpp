#pragma once

#include "furusato/application/catalogue.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/masters.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/application/targets.hpp"
#include "furusato/application/tickets.hpp"
#include "persistence/connection.hpp"

// The repositories, written once for every database. Each method is one or two short statements beside their row mapper.
namespace furusato::persistence {

class SqlOperations final : public application::Operations {
public:
    explicit SqlOperations(Connection& connection) : connection_{connection} {}
    void begin(domain::OperationId id, const application::OperationStart& start,
        const std::string& started_at) override;
    void add_history(domain::OperationId id, const std::vector<application::HistoryEntry>& entries) override;
    void finish(domain::OperationId id, const std::string& finished_at) override;
    application::StoredOperation find(domain::OperationId id) override;
    std::optional<application::StoredOperation> find_if_there(domain::OperationId id) override;
    std::optional<domain::Date> day_of(domain::OperationId id) override;
    std::vector<domain::OperationId> with_source_key(
        const std::string& source_key, domain::OperationId first) override;
    std::vector<domain::OperationId> open_operations() override;
    void for_each_digest(domain::OperationId id,
        const std::function<void(const std::string&, std::int64_t, const std::string&, const std::string&)>&
            visit) override;
    void for_each_field(domain::OperationId id,
        const std::function<void(const std::string&, std::int64_t, const application::FieldChange&)>& visit)
        override;
    void mask_field(domain::OperationId id, const std::string& entity, std::int64_t entity_id,
        const application::FieldChange& masked) override;
    std::vector<application::RecordedChange> history_of(
        const std::string& entity, std::int64_t entity_id) override;
    std::set<std::string> fields_set_by_clerks(const std::string& entity, std::int64_t entity_id) override;
    void for_each_newest_digest(const std::string& entity,
        const std::function<void(std::int64_t, const std::string&, int)>& visit) override;
    std::vector<std::pair<domain::OperationId, std::string>> digests_of(
        const std::string& entity, std::int64_t entity_id) override;
    std::optional<application::AuditLink> last_link(const std::string& lane) override;
    void add_link(const application::AuditLink& link) override;
    void for_each_link(const std::function<void(const application::AuditLink&)>& visit) override;
    std::vector<domain::OperationId> done_without_link() override;
    std::vector<domain::OperationId> linked_but_open() override;
    std::optional<application::AuditLink> link_of_operation(domain::OperationId id) override;
    std::vector<std::string> lanes() override;
    std::optional<application::AuditLink> find_link(const std::string& lane, std::int64_t number) override;
    std::int64_t count_links(const std::string& lane, std::int64_t after, std::int64_t through) override;
    std::vector<domain::Date> days_after(const std::string& lane, std::int64_t after) override;
    void add_anchor(const application::Anchor& anchor) override;
    std::optional<application::Anchor> last_anchor() override;
    std::optional<application::Anchor> covering_anchor(const std::string& lane, std::int64_t number) override;
    std::vector<application::Anchor> anchors(
        const std::optional<domain::Date>& from, const std::optional<domain::Date>& through) override;

private:
    Connection& connection_;
};

class SqlSettings final : public application::Settings {
public:
    explicit SqlSettings(Connection& connection) : connection_{connection} {}
    std::vector<application::CitySetting> all() override;
    void set(const application::CitySetting& setting, domain::OperationId operation) override;
    std::vector<application::DutyAssignment> duties() override;
    void set_duty(const application::DutyAssignment& assignment, domain::OperationId operation) override;
    std::vector<application::SavedSearch> searches() override;
    void add_search(const application::SavedSearch& search, domain::OperationId operation) override;
    void remove_search(std::int64_t id) override;

private:
    Connection& connection_;
};

class SqlTargets final : public application::Targets {
public:
    explicit SqlTargets(Connection& connection) : connection_{connection} {}
    void add(const application::Target& target, domain::OperationId operation) override;
    std::vector<application::Target> list(std::optional<domain::FiscalYear> year) override;

private:
    Connection& connection_;
};

class SqlImportJobs final : public application::ImportJobs {
public:
    explicit SqlImportJobs(Connection& connection) : connection_{connection} {}
    void add(const application::ImportJob& job) override;
    void set_state(domain::JobId id, const std::string& state) override;
    void finish(domain::JobId id, const std::string& finished_at, const std::string& summary) override;
    void set_undone(domain::JobId id, const std::string& summary) override;
    bool take_over(domain::JobId id, const std::string& previous, const std::string& owner,
        const std::string& seen_at) override;
    bool touch(domain::JobId id, const std::string& owner, const std::string& seen_at) override;
    void release(domain::JobId id, const std::string& owner) override;
    std::optional<application::ImportJob> find(domain::JobId id) override;
    std::optional<application::ImportJob> running_of(const std::string& portal) override;
    std::vector<application::ImportJob> unfinished() override;
    std::optional<application::ImportJob> done_with_sha256(const std::string& sha256) override;
    std::vector<application::ImportJob> list(std::optional<std::int64_t> limit) override;
    bool set_archive_disposed(domain::JobId id, const domain::Date& day) override;
    void clear_issues(domain::JobId id) override;
    void add_issues(const application::ImportJob& job, std::int64_t first_number,
        const std::vector<application::ParkedRow>& rows) override;
    void for_each_issue(
        domain::JobId id, const std::function<void(const portal_import::RowIssue&)>& visit) override;
    void for_each_row(
        domain::JobId id, const std::function<void(const application::StagedRow&)>& visit) override;
    void set_rows_state(const std::vector<std::int64_t>& parked, const std::string& state,
        domain::OperationId operation) override;
    void replace_issues(domain::JobId id, const std::vector<std::int64_t>& issue_numbers,
        const std::vector<application::StagedRow>& rows) override;
    void put_corrections(domain::JobId id, const std::vector<application::CorrectedCell>& cells,
        domain::OperationId operation) override;
    std::vector<application::CorrectedCell> corrections_of(domain::JobId id) override;
    std::int64_t parked_count(const std::string& portal) override;

private:
    Connection& connection_;
};

/// A range of words that begin alike ends before this.
inline constexpr auto kAfterAllLetters = "\xF4\x8F\xBF\xBF";

class SqlDonors final : public application::Donors {
public:
    explicit SqlDonors(Connection& connection) : connection_{connection} {}
    std::vector<application::DonorCandidate> find_candidates(
        const std::vector<std::int64_t>& key_hashes) override;
    void add(const std::vector<application::NewDonor>& donors) override;
    void replace_facts(const application::DonorFacts& facts, domain::OperationId operation) override;
    void add_keys(const std::vector<std::pair<domain::DonorId, std::int64_t>>& keys) override;
    void add_terms(const std::vector<application::DonorTerm>& terms) override;
    bool has_term(const domain::SearchTerm& start) override;
    void add_contacts(const std::vector<application::NewContact>& contacts) override;
    void for_each_contact(
        const std::function<void(domain::DonorId, std::int64_t, const domain::Contact&)>& visit) override;
    bool is_empty() override;
    std::int64_t count_created_by(domain::OperationId operation) override;

private:
    void insert_keys(std::vector<std::pair<std::int64_t, std::int64_t>> keys, bool may_be_there);
    void insert_terms(std::vector<std::pair<domain::SearchTerm, std::int64_t>> terms, bool may_be_there);
    Connection& connection_;
};

class SqlDonations final : public application::Donations {
public:
    explicit SqlDonations(Connection& connection) : connection_{connection} {}
    std::vector<application::KnownDonation> find_known(
        const std::string& portal, const std::vector<std::string>& order_numbers) override;
    void for_each_standing(const std::string& portal, const domain::Date& from, const domain::Date& through,
        domain::OperationId except,
        const std::function<void(const std::string&, const std::string&)>& visit) override;
    void add(const std::vector<domain::Donation>& donations) override;
    void replace(const domain::Donation& donation) override;
    std::vector<application::DonationStanding> find_standings(
        const std::vector<domain::DonationId>& ids) override;
    std::optional<domain::Donation> find(domain::DonationId id) override;
    std::vector<domain::Donation> find_all(const std::vector<domain::DonationId>& ids) override;
    std::optional<std::int64_t> for_each(const application::DonationFilter& filter,
        const std::function<void(const application::ListedDonation&)>& visit) override;
    std::int64_t count(const application::DonationFilter& filter) override;
    application::DonationCount count_about(const application::DonationFilter& filter) override;
    void for_each_stored(
        const std::function<void(const domain::Donation&, bool is_as_written)>& visit) override;
    void for_each_record(const application::DonationFilter& filter,
        const std::vector<application::DonationColumn>& columns,
        const std::function<void(const std::vector<std::string_view>&)>& visit) override;
    std::vector<std::pair<std::string, domain::DonationId>> find_former_receipts(
        const std::vector<std::string>& numbers) override;
    std::vector<application::FormerTotal> former_totals() override;
    bool is_empty() override;

private:
    /// In the order of the ids.
    void list(const std::vector<std::int64_t>& ids, bool is_by_word,
        const std::function<void(const application::ListedDonation&)>& visit);
    void add_parts(const std::vector<domain::Donation>& donations);
    void replace_gift_lines(const domain::Donation& donation);
    Connection& connection_;
};

class SqlRevenue final : public application::Revenue {
public:
    explicit SqlRevenue(Connection& connection) : connection_{connection} {}
    void add_entries(const std::vector<application::RevenueEntry>& entries) override;
    std::vector<application::RevenueEntry> entries_of(domain::DonationId donation) override;
    void add_days(domain::OperationId operation, const application::RevenueDays& changes) override;
    void add_gift_sets(const std::map<std::string, std::vector<std::string>>& codes_by_set) override;
    std::map<std::string, std::vector<std::string>> gift_sets() override;
    std::map<application::RevenueDayKey, application::RevenueSum> monthly(
        const std::string& basis, const domain::Date& from, const domain::Date& through) override;
    std::map<application::RevenueDayKey, application::RevenueSum> daily(const std::string& basis,
        const std::string& dimension, const domain::Date& from, const domain::Date& through) override;
    application::RevenueDays all_days() override;
    void for_each_entry(const std::function<void(const application::RevenueEntry&)>& visit) override;
    std::vector<domain::DonationNumber> with_differing_lines(
        const domain::Date& from, const domain::Date& through) override;
    std::vector<application::RevenueEntry> refunds_after_close(
        const domain::Date& from, const domain::Date& through) override;

private:
    Connection& connection_;
};

class SqlCatalogue final : public application::Catalogue {
public:
    explicit SqlCatalogue(Connection& connection) : connection_{connection} {}
    std::vector<application::GiftVersion> gift_versions() override;
    void add_gift_version(const domain::Gift& gift, std::int64_t version, bool is_new_gift,
        domain::OperationId operation) override;
    void add_supplier(std::int64_t id, std::int64_t version, const std::string& code, const std::string& name,
        const domain::Date& valid_from, domain::OperationId operation) override;
    std::vector<application::SupplierVersion> supplier_versions() override;
    std::vector<std::pair<std::string, std::string>> suppliers() override;
    std::vector<application::Purpose> purpose_versions() override;
    void add_purpose(
        std::int64_t id, const application::Purpose& purpose, domain::OperationId operation) override;
    void add_fund(std::int64_t id, std::int64_t version, const application::Fund& fund,
        domain::OperationId operation) override;
    std::vector<domain::Campaign> campaigns() override;
    void add_campaign(
        const domain::Campaign& campaign, std::int64_t version, domain::OperationId operation) override;
    void add_campaign_gift(domain::CampaignId campaign, const domain::CampaignGift& link,
        domain::OperationId operation) override;
    void add_unmatched(
        const std::vector<application::UnmatchedName>& names, domain::OperationId operation) override;
    std::vector<application::UnmatchedName> unmatched() override;

private:
    Connection& connection_;
};

class SqlMasters final : public application::Masters {
public:
    explicit SqlMasters(Connection& connection) : connection_{connection} {}
    std::vector<domain::MasterVersion> versions(domain::MasterKind kind) override;
    void add_master(domain::MasterKind kind, const domain::MasterVersion& version,
        domain::OperationId operation) override;
    void add_version(domain::MasterKind kind, const domain::MasterVersion& version,
        domain::OperationId operation) override;
    void set_end(
        domain::MasterKind kind, std::int64_t version, const std::optional<domain::Date>& valid_to) override;
    std::optional<application::MasterUse> use_since(
        domain::MasterKind kind, const std::string& code, const domain::Date& day) override;

private:
    Connection& connection_;
};

class SqlRetention final : public application::Retention {
public:
    explicit SqlRetention(Connection& connection) : connection_{connection} {}
    std::vector<application::NamedDonation> named_donations(bool recipients_only, const domain::Date& through,
        domain::DonationId after, std::int64_t limit) override;
    std::vector<domain::DonationId> donations_of(domain::DonorId donor) override;
    void mask_donor(domain::DonorId donor, domain::ContactId contact, std::int64_t contact_hash,
        domain::OperationId operation) override;
    void set_donor_facts(const application::DonorFacts& facts, domain::OperationId operation) override;
    void remove_terms(domain::DonorId donor, const std::vector<domain::SearchTerm>& terms) override;
    void remove_keys(domain::DonorId donor, const std::vector<std::int64_t>& keys) override;
    std::vector<domain::ContactId> unused_contacts(std::int64_t limit) override;
    std::int64_t blank_unused_contacts(domain::ContactId first, domain::ContactId last) override;
    std::map<std::int64_t, std::int64_t> kept_rows_by_job() override;
    std::int64_t blank_rows(domain::JobId job) override;
    std::vector<domain::DonationId> named_donations_of_job(domain::OperationId operation) override;
    application::RetentionTurn turn() override;
    bool pass_turn(const std::string& from, const std::string& to, const std::string& seen_at) override;
    void add(const application::Deletion& deletion) override;
    std::vector<application::Deletion> deletions() override;

private:
    Connection& connection_;
};

class SqlReceipts final : public application::Receipts {
public:
    explicit SqlReceipts(Connection& connection) : connection_{connection} {}
    std::int64_t draw_numbers(domain::TaxYear year, std::int64_t count) override;
    std::int64_t add_issuer(std::int64_t new_id, const domain::ReceiptIssuer& issuer) override;
    void add_run(const application::ReceiptRun& run) override;
    void add(const std::vector<domain::Receipt>& receipts, std::int64_t run, std::int64_t issuer,
        domain::OperationId operation) override;
    void set_printed(std::int64_t run, const std::string& sha256) override;
    void void_run(std::int64_t run, const std::string& reason) override;
    bool make_void(domain::ReceiptId id, const std::string& reason) override;
    std::vector<std::int64_t> numbers_of(domain::TaxYear year) override;
    bool has_valid_original(domain::DonationId donation) override;
    void for_each(std::optional<domain::TaxYear> year, std::optional<std::int64_t> run,
        const std::function<void(const domain::Receipt&)>& visit) override;
    std::vector<domain::Receipt> of_donation(domain::DonationId donation) override;
    std::vector<domain::ReceiptNumber> contradictory() override;
    std::vector<std::int64_t> runs_that_differ() override;
    void set_contact(domain::ReceiptId id, domain::ContactId contact) override;
    std::vector<application::ReceiptRun> runs() override;
    std::vector<std::pair<domain::TaxYear, std::int64_t>> counters() override;
    std::optional<application::IssuedReceipts> issued_between(
        const domain::Date& from, const std::optional<domain::Date>& before) override;

private:
    Connection& connection_;
};

class SqlPayments final : public application::Payments {
public:
    explicit SqlPayments(Connection& connection) : connection_{connection} {}
    std::set<std::int64_t> find_known(
        const std::string& profile, const std::vector<std::int64_t>& fingerprints) override;
    void add(const std::vector<application::Payment>& payments) override;
    bool update(const application::Payment& payment) override;
    bool mask(const application::Payment& payment) override;
    std::optional<application::Payment> find(std::int64_t id) override;
    std::vector<application::Payment> of_donation(domain::DonationId donation) override;
    std::vector<application::Payment> list(std::optional<application::PaymentState> state) override;

private:
    Connection& connection_;
};

class SqlDonorMatching final : public application::DonorMatching {
public:
    explicit SqlDonorMatching(Connection& connection) : connection_{connection} {}
    void add_matches(const std::vector<application::DonorMatch>& matches) override;
    std::optional<application::DonorMatch> match_of(domain::DonationId donation) override;
    void remove_match(domain::DonationId donation) override;
    std::vector<application::DonorPair> unknown_ones(
        const std::vector<application::DonorPair>& pairs) override;
    void add_pairs(const std::vector<application::DonorPair>& pairs) override;
    std::optional<application::DonorPair> find_pair(std::int64_t id) override;
    std::optional<application::DonorPair> find_pair(domain::DonorId one, domain::DonorId other) override;
    bool update(const application::DonorPair& pair) override;
    std::vector<application::DonorPair> pairs(
        domain::PairState state, std::int64_t after, std::int64_t limit) override;
    std::int64_t count_pairs(domain::PairState state) override;
    std::int64_t count_pairs_created_by(domain::OperationId operation) override;
    std::vector<application::DonorPair> pairs_of(domain::DonorId donor) override;
    void for_each_pair(const std::function<void(const application::DonorPair&)>& visit) override;
    void add(const application::DonorMerge& merge) override;
    bool undo(const application::DonorMerge& merge) override;
    std::optional<application::DonorMerge> standing_merge_of(domain::DonorId merged) override;
    std::vector<application::DonorMerge> merges_of(domain::DonorId donor) override;
    void for_each_merge(const std::function<void(const application::DonorMerge&)>& visit) override;
    domain::DonorId survivor_of(domain::DonorId donor) override;
    std::vector<domain::DonorId> group_of(domain::DonorId donor) override;
    std::vector<std::pair<domain::DonorId, domain::DonorId>> merged_donors() override;
    std::vector<std::pair<domain::DonorId, domain::DonorId>> led_elsewhere() override;
    std::vector<domain::DonorId> merged_with_donations() override;
    std::vector<std::int64_t> missing_keys(
        domain::DonorId donor, const std::set<std::int64_t>& keys) override;
    std::vector<domain::SearchTerm> missing_terms(
        domain::DonorId donor, const std::set<domain::SearchTerm>& terms) override;

private:
    void load_words(application::DonorMerge& merge);

    Connection& connection_;
};

class SqlDonorRecords final : public application::DonorRecords {
public:
    explicit SqlDonorRecords(Connection& connection) : connection_{connection} {}
    std::vector<domain::DonorRecord> find_all(const std::vector<domain::DonorId>& ids) override;
    std::optional<domain::DonorRecord> find(domain::DonorId id) override;
    bool save(const domain::DonorRecord& record) override;
    void for_each_edited(const std::function<void(const domain::DonorRecord&)>& visit) override;
    std::set<domain::DonorId> protected_donors() override;
    std::vector<domain::DonorId> donors_of(
        const application::DonationFilter& filter, domain::DonorId after, std::int64_t limit) override;
    std::int64_t count_donors_of(const application::DonationFilter& filter) override;
    std::vector<application::DonorTotals> totals_of(const std::vector<domain::DonorId>& ids) override;

private:
    void load_timelines(std::vector<domain::DonorRecord>& records);
    Connection& connection_;
};

class SqlTickets final : public application::Tickets {
public:
    explicit SqlTickets(Connection& connection) : connection_{connection} {}
    void add(const domain::Ticket& ticket) override;
    bool update(const domain::Ticket& ticket) override;
    bool mask(const domain::Ticket& ticket) override;
    std::optional<domain::Ticket> find(domain::TicketId id) override;
    std::vector<domain::Ticket> list(const application::TicketFilter& filter) override;
    void for_each(const std::function<void(const domain::Ticket&)>& visit) override;

private:
    void add_entries(const domain::Ticket& ticket, int after);
    Connection& connection_;
};

/// A day in a row of ours that has a name; throws StorageError "database.unreadable" that says it ("gift SN001").
domain::Date day_of(const Row& row, std::string_view column, const std::string& record);
std::optional<domain::Date> optional_day_of(
    const Row& row, std::string_view column, const std::string& record);
/// Reads the columns of contacts that carry this prefix ("c_name" …).
domain::Contact contact_of(const Row& row, std::string_view prefix);
/// "c.name AS c_name, …" for the table alias.
std::string contact_columns(std::string_view alias, std::string_view prefix);

}  // namespace furusato::persistence
