#include <algorithm>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::Deletion;
using application::NamedDonation;
using domain::ContactId;
using domain::DonationId;
using domain::DonorId;

namespace {

NamedDonation named_of(const Row& row)
{
    NamedDonation named;
    named.id = row.id<DonationId>("id");
    named.version = static_cast<int>(row.integer("version"));
    named.state = domain::donation_state_of(row.text("state")).value_or(domain::DonationState::Applied);
    named.donor_kind = domain::donor_kind_of(row.text("donor_kind")).value_or(domain::DonorKind::Individual);
    named.portal = row.text("portal");
    named.applied_on = row.date("applied_on");
    named.received_on = row.optional_date("received_on");
    named.ended_on = row.optional_date("ended_on");
    named.receipt_on = row.optional_date("receipt_on");
    named.has_receipt = row.integer("originals") > 0 || !row.text("former_receipt").empty();
    named.ticket_on = row.optional_date("ticket_on");
    named.has_open_ticket = row.integer("open_tickets") > 0;
    named.is_unfinished = row.text("change_state") == "open" || row.integer("unprinted") > 0;
    return named;
}

/// Asked of whole tables: contacts are shared, and their many users have no index for this rare question.
const std::string& unused_and_not_empty()
{
    static const std::string kSql = R"sql(
               (name <> '' OR kana <> '' OR postal_code <> '' OR city <> '' OR street <> '' OR building <> '' OR phone <> ''
                OR mail <> '' OR birth_date <> '')
           AND id NOT IN (SELECT contact_id FROM donations)
           AND id NOT IN (SELECT documents_contact_id FROM donations WHERE documents_contact_id IS NOT NULL)
           AND id NOT IN (SELECT recipient_contact_id FROM gift_lines WHERE recipient_contact_id IS NOT NULL)
           AND id NOT IN (SELECT contact_id FROM receipts)
           AND id NOT IN (SELECT contact_id FROM donors)
    )sql";
    return kSql;
}

Deletion deletion_of(const Row& row)
{
    const auto subject = domain::retention_subject_of(row.text("subject"));
    if (!subject) throw application::StorageError{"database.unreadable", "unknown subject of a deletion"};
    return {row.integer("id"), row.id<domain::OperationId>("operation_id"), row.integer("run"),
        row.text("rule"), *subject, row.text("action"), row.date("as_of"), row.integer("records"),
        row.date("first_day"), row.date("last_day"), row.text("ids_digest")};
}

}  // namespace

std::vector<NamedDonation> SqlRetention::named_donations(
    bool recipients_only, const domain::Date& through, DonationId after, std::int64_t limit)
{
    static const std::string kDonations =
        "SELECT d.id AS id, d.version AS version, d.state AS state, d.donor_kind AS donor_kind, d.portal AS portal, "
        "d.applied_on AS applied_on, d.received_on AS received_on, d.ended_on AS ended_on, o.state AS change_state, "
        "f.receipt_number AS former_receipt, "
        "(SELECT MAX(r.issued_on) FROM receipts r WHERE r.donation_id = d.id) AS receipt_on, "
        "(SELECT COUNT(*) FROM receipts r WHERE r.original_of = d.id) AS originals, "
        "(SELECT MAX(t.closed_on) FROM tickets t WHERE t.donation_id = d.id) AS ticket_on, "
        "(SELECT COUNT(*) FROM tickets t WHERE t.donation_id = d.id AND t.state <> 'closed') + "
        "(SELECT COUNT(*) FROM tickets t WHERE t.donor_id = d.donor_id AND t.donation_id IS NULL AND t.state <> 'closed') "
        "AS open_tickets, "
        "(SELECT COUNT(*) FROM receipts r JOIN receipt_runs u ON u.id = r.run_id WHERE r.donation_id = d.id AND u.printed = 0) "
        "AS unprinted "
        "FROM donations d JOIN operations o ON o.id = d.changed_by LEFT JOIN former_records f ON f.donation_id = d.id "
        "WHERE d.masked_on IS NULL AND d.id > ? AND d.applied_on <= ? ";
    static const std::string kRecipients =
        "AND EXISTS (SELECT l.id FROM gift_lines l JOIN contacts c ON c.id = l.recipient_contact_id "
        "WHERE l.donation_id = d.id AND c.name <> ?) ";
    Connection::Values values{after.value, through.iso()};
    if (recipients_only) values.emplace_back(std::string{domain::kMaskedText});
    values.emplace_back(limit);
    std::vector<NamedDonation> found;
    connection_.for_each_row(kDonations + (recipients_only ? kRecipients : "") + "ORDER BY d.id LIMIT ?",
        values, [&](const Row& row) { found.push_back(named_of(row)); });
    return found;
}

std::vector<DonationId> SqlRetention::donations_of(DonorId donor)
{
    std::vector<DonationId> donations;
    connection_.for_each_row("SELECT id FROM donations WHERE donor_id = ? ORDER BY id", {donor.value},
        [&](const Row& row) { donations.push_back(row.id<DonationId>("id")); });
    return donations;
}

void SqlRetention::mask_donor(
    DonorId donor, ContactId contact, std::int64_t contact_hash, domain::OperationId operation)
{
    connection_.execute(
        "UPDATE donors SET name_hash = 0, kana_hash = 0, address_hash = 0, birth_date = '', postal_code = '', contact_id = ?, "
        "contact_hash = ?, changed_by = ? WHERE id = ?",
        {contact.value, contact_hash, operation.value, donor.value});
}

void SqlRetention::set_donor_facts(const application::DonorFacts& facts, domain::OperationId operation)
{
    connection_.execute(
        "UPDATE donors SET name_hash = ?, kana_hash = ?, address_hash = ?, birth_date = ?, postal_code = ?, contact_id = ?, "
        "contact_hash = ?, changed_by = ? WHERE id = ?",
        {facts.name_hash, facts.kana_hash, facts.address_hash, facts.birth_date, facts.postal_code,
            facts.contact.value, facts.contact_hash, operation.value, facts.id.value});
}

void SqlRetention::remove_terms(DonorId donor, const std::vector<domain::SearchTerm>& terms)
{
    for (const auto& term : terms) {
        connection_.execute("DELETE FROM donor_terms WHERE kind = ? AND term = ? AND donor_id = ?",
            {term.kind, term.text, donor.value});
    }
}

void SqlRetention::remove_keys(DonorId donor, const std::vector<std::int64_t>& keys)
{
    for (const std::int64_t key : keys)
        connection_.execute("DELETE FROM donor_keys WHERE key_hash = ? AND donor_id = ?", {key, donor.value});
}

std::vector<ContactId> SqlRetention::unused_contacts(std::int64_t limit)
{
    std::vector<ContactId> contacts;
    connection_.for_each_row(
        "SELECT id FROM contacts WHERE " + unused_and_not_empty() + " ORDER BY id LIMIT ?", {limit},
        [&](const Row& row) { contacts.push_back(row.id<ContactId>("id")); });
    return contacts;
}

std::int64_t SqlRetention::blank_unused_contacts(ContactId first, ContactId last)
{
    // Emptied, not deleted: a deleted key would make SQLite look through all tables that may refer to it. Asked again, because whoever
    // found them unused found it in another transaction.
    return connection_.execute(
        "UPDATE contacts SET name = '', kana = '', postal_code = '', prefecture = '', city = '', street = '', building = '', "
        "phone = '', mail = '', birth_date = '', sex = '' WHERE id >= ? AND id <= ? AND " +
            unused_and_not_empty(),
        {first.value, last.value});
}

std::map<std::int64_t, std::int64_t> SqlRetention::kept_rows_by_job()
{
    std::map<std::int64_t, std::int64_t> rows;
    const auto count = [&](const Row& row) { rows[row.integer("job_id")] += row.integer("kept"); };
    connection_.for_each_row(
        "SELECT first_job_id AS job_id, COUNT(*) AS kept FROM parked_rows WHERE record_base64 <> '' GROUP BY first_job_id",
        {}, count);
    connection_.for_each_row(
        "SELECT job_id, COUNT(*) AS kept FROM import_issues WHERE cell_value <> '' GROUP BY job_id", {},
        count);
    connection_.for_each_row(
        "SELECT job_id, COUNT(*) AS kept FROM import_corrections WHERE cell_value <> '' GROUP BY job_id", {},
        count);
    return rows;
}

std::int64_t SqlRetention::blank_rows(domain::JobId job)
{
    return connection_.execute(
               "UPDATE parked_rows SET record_base64 = '' WHERE first_job_id = ? AND record_base64 <> ''",
               {job.value}) +
           connection_.execute(
               "UPDATE import_issues SET cell_value = '' WHERE job_id = ? AND cell_value <> ''",
               {job.value}) +
           connection_.execute(
               "UPDATE import_corrections SET cell_value = '' WHERE job_id = ? AND cell_value <> ''",
               {job.value});
}

std::vector<DonationId> SqlRetention::named_donations_of_job(domain::OperationId operation)
{
    std::vector<DonationId> donations;
    connection_.for_each_row(
        "SELECT d.id AS id FROM history h JOIN donations d ON d.id = h.entity_id "
        "WHERE h.operation_id = ? AND h.entity = 'donation' AND d.masked_on IS NULL ORDER BY d.id",
        {operation.value}, [&](const Row& row) { donations.push_back(row.id<DonationId>("id")); });
    return donations;
}

application::RetentionTurn SqlRetention::turn()
{
    const auto rows = connection_.query("SELECT owner, owner_seen_at FROM retention_turns WHERE id = 1", {});
    if (rows.empty()) return {};
    return {rows.front().text("owner"), rows.front().text("owner_seen_at")};
}

bool SqlRetention::pass_turn(const std::string& from, const std::string& to, const std::string& seen_at)
{
    const bool is_passed =
        connection_.execute(
            "UPDATE retention_turns SET owner = ?, owner_seen_at = ?, passed = passed + 1 WHERE id = 1 AND owner = ?",
            {to, seen_at, from}) == 1;
    if (is_passed) return true;
    if (!from.empty() || !connection_.query("SELECT id FROM retention_turns WHERE id = 1", {}).empty())
        return false;
    connection_.execute(
        "INSERT INTO retention_turns (id, owner, owner_seen_at, passed) VALUES (1, ?, ?, 1)", {to, seen_at});
    return true;
}

void SqlRetention::add(const Deletion& deletion)
{
    connection_.execute(R"sql(
        INSERT INTO deletions (id, operation_id, run, rule, subject, action, as_of, records, first_day, last_day, ids_digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
        {deletion.id, deletion.operation.value, deletion.run, deletion.rule,
            std::string{domain::key_of(deletion.subject)}, deletion.action, deletion.as_of.iso(),
            deletion.records, deletion.first_day.iso(), deletion.last_day.iso(), deletion.ids_digest});
}

std::vector<Deletion> SqlRetention::deletions()
{
    std::vector<Deletion> deletions;
    connection_.for_each_row(
        "SELECT id, operation_id, run, rule, subject, action, as_of, records, first_day, last_day, ids_digest FROM deletions ORDER BY id",
        {}, [&](const Row& row) { deletions.push_back(deletion_of(row)); });
    return deletions;
}

}  // namespace furusato::persistence
