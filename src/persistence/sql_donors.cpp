#include <algorithm>
#include <set>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonorCandidate;
using application::DonorFacts;
using application::NewContact;
using application::NewDonor;
using domain::ContactId;
using domain::DonorId;

namespace {

constexpr std::size_t kKeysPerQuery = 200;

DonorFacts facts_of(const Row& row)
{
    return {.id = row.id<DonorId>("id"),
        .kind = domain::donor_kind_of(row.text("kind")).value_or(domain::DonorKind::Individual),
        .name_hash = row.integer("name_hash"),
        .kana_hash = row.integer("kana_hash"),
        .address_hash = row.integer("address_hash"),
        .birth_date = row.text("birth_date"),
        .postal_code = row.text("postal_code"),
        .contact = row.id<ContactId>("contact_id"),
        .contact_hash = row.integer("contact_hash")};
}

}  // namespace

std::vector<DonorCandidate> SqlDonors::find_candidates(const std::vector<std::int64_t>& key_hashes)
{
    static const std::string kSql =
        "SELECT k.key_hash AS key_hash, d.id AS id, d.kind AS kind, d.name_hash AS name_hash, d.kana_hash AS kana_hash, "
        "d.address_hash AS address_hash, d.birth_date AS birth_date, d.postal_code AS postal_code, d.contact_id AS contact_id, "
        "d.contact_hash AS contact_hash FROM donor_keys k JOIN donors d ON d.id = k.donor_id "
        "WHERE d.merged_into IS NULL AND k.key_hash IN (" +
        placeholders(kKeysPerQuery) + ") ORDER BY k.key_hash, d.id";
    std::vector<DonorCandidate> candidates;
    in_lists_of<std::int64_t>(kKeysPerQuery, key_hashes, [&](const Connection::Values& keys) {
        connection_.for_each_row(kSql, keys, [&](const Row& row) {
            candidates.push_back({row.integer("key_hash"), facts_of(row)});
        });
    });
    return candidates;
}

void SqlDonors::add(const std::vector<NewDonor>& donors)
{
    Connection::Values rows;
    std::vector<std::pair<std::int64_t, std::int64_t>> keys;
    std::vector<std::pair<domain::SearchTerm, std::int64_t>> terms;
    rows.reserve(donors.size() * 12);
    for (const NewDonor& donor : donors) {
        const DonorFacts& facts = donor.facts;
        append(rows, facts.id.value, std::string{domain::key_of(facts.kind)}, facts.name_hash,
            facts.kana_hash, facts.address_hash, facts.birth_date, facts.postal_code, facts.contact.value,
            facts.contact_hash, std::int64_t{1}, donor.created_by.value, donor.created_by.value);
        for (const std::int64_t key : donor.key_hashes) keys.emplace_back(key, facts.id.value);
        for (const auto& term : donor.terms) terms.emplace_back(term, facts.id.value);
    }
    connection_.insert_rows("donors",
        {"id", "kind", "name_hash", "kana_hash", "address_hash", "birth_date", "postal_code", "contact_id",
            "contact_hash", "version", "created_by", "changed_by"},
        rows);
    insert_keys(std::move(keys), false);
    insert_terms(std::move(terms), false);
}

void SqlDonors::replace_facts(const DonorFacts& facts, domain::OperationId operation)
{
    connection_.execute(
        "UPDATE donors SET name_hash = ?, kana_hash = ?, address_hash = ?, birth_date = ?, postal_code = ?, contact_id = ?, "
        "contact_hash = ?, version = version + 1, changed_by = ? WHERE id = ?",
        {facts.name_hash, facts.kana_hash, facts.address_hash, facts.birth_date, facts.postal_code,
            facts.contact.value, facts.contact_hash, operation.value, facts.id.value});
}

void SqlDonors::add_keys(const std::vector<std::pair<DonorId, std::int64_t>>& keys)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;
    rows.reserve(keys.size());
    for (const auto& [donor, key] : keys) rows.emplace_back(key, donor.value);
    insert_keys(std::move(rows), true);
}

void SqlDonors::insert_keys(std::vector<std::pair<std::int64_t, std::int64_t>> keys, bool may_be_there)
{
    // Sorted by key, so that neighbouring pages are written together.
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    Connection::Values cells;
    cells.reserve(keys.size() * 2);
    for (const auto& [key, donor] : keys) append(cells, key, donor);
    if (may_be_there) {
        connection_.insert_missing_rows("donor_keys", {"key_hash", "donor_id"}, cells);
    } else {
        connection_.insert_rows("donor_keys", {"key_hash", "donor_id"}, cells);
    }
}

void SqlDonors::add_terms(const std::vector<application::DonorTerm>& terms)
{
    std::vector<std::pair<domain::SearchTerm, std::int64_t>> rows;
    rows.reserve(terms.size());
    for (const auto& [donor, term] : terms) rows.emplace_back(term, donor.value);
    insert_terms(std::move(rows), true);
}

void SqlDonors::insert_terms(
    std::vector<std::pair<domain::SearchTerm, std::int64_t>> terms, bool may_be_there)
{
    if (!std::is_sorted(terms.begin(), terms.end())) std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    Connection::Values cells;
    cells.reserve(terms.size() * 3);
    for (auto& [term, donor] : terms) append(cells, std::move(term.kind), std::move(term.text), donor);
    if (may_be_there) {
        connection_.insert_missing_rows("donor_terms", {"kind", "term", "donor_id"}, cells);
    } else {
        connection_.insert_rows("donor_terms", {"kind", "term", "donor_id"}, cells);
    }
}

bool SqlDonors::has_term(const domain::SearchTerm& start)
{
    return !connection_
                .query("SELECT donor_id FROM donor_terms WHERE kind = ? AND term >= ? AND term < ? LIMIT 1",
                    {start.kind, start.text, start.text + kAfterAllLetters})
                .empty();
}

void SqlDonors::add_contacts(const std::vector<NewContact>& contacts)
{
    Connection::Values rows;
    rows.reserve(contacts.size() * 12);
    for (const auto& [id, contact] : contacts) {
        append(rows, id.value, contact.name, contact.kana, contact.postal_code, contact.prefecture,
            contact.city, contact.street, contact.building, contact.phone, contact.mail, contact.birth_date,
            contact.sex);
    }
    connection_.insert_rows("contacts",
        {"id", "name", "kana", "postal_code", "prefecture", "city", "street", "building", "phone", "mail",
            "birth_date", "sex"},
        rows);
}

void SqlDonors::for_each_contact(
    const std::function<void(DonorId, std::int64_t, const domain::Contact&)>& visit)
{
    static const std::string kSql = "SELECT d.id AS id, d.contact_hash AS contact_hash, " +
                                    contact_columns("c", "c_") +
                                    " FROM donors d JOIN contacts c ON c.id = d.contact_id ORDER BY d.id";
    connection_.for_each_row(kSql, {}, [&](const Row& row) {
        visit(row.id<DonorId>("id"), row.integer("contact_hash"), contact_of(row, "c_"));
    });
}

bool SqlDonors::is_empty()
{
    return connection_.query("SELECT id FROM donors LIMIT 1").empty();
}

std::int64_t SqlDonors::count_created_by(domain::OperationId operation)
{
    return connection_.query("SELECT COUNT(*) AS donors FROM donors WHERE created_by = ?", {operation.value})
        .front()
        .integer("donors");
}

std::string contact_columns(std::string_view alias, std::string_view prefix)
{
    std::string columns;
    for (const char* name : {"name", "kana", "postal_code", "prefecture", "city", "street", "building",
             "phone", "mail", "birth_date", "sex"}) {
        columns += (columns.empty() ? "" : ", ") + std::string{alias} + "." + name + " AS " +
                   std::string{prefix} + name;
    }
    return columns;
}

domain::Contact contact_of(const Row& row, std::string_view prefix)
{
    const std::string start{prefix};
    return {row.text(start + "name"), row.text(start + "kana"), row.text(start + "postal_code"),
        row.text(start + "prefecture"), row.text(start + "city"), row.text(start + "street"),
        row.text(start + "building"), row.text(start + "phone"), row.text(start + "mail"),
        row.text(start + "birth_date"), row.text(start + "sex")};
}

}  // namespace furusato::persistence
