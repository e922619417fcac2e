#include <algorithm>
#include <unordered_map>

#include "persistence/sql_donation_filter.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::DonationFilter;
using application::DonorTotals;
using domain::Address;
using domain::DonorId;
using domain::DonorRecord;

namespace {

constexpr std::size_t kListSize = 100;

DonorRecord record_of(const Row& row)
{
    DonorRecord record;
    record.donor = row.id<DonorId>("id");
    record.kind = domain::donor_kind_of(row.text("kind")).value_or(domain::DonorKind::Individual);
    if (row.is_null("version")) return record;
    record.phone = row.text("phone");
    record.mail = row.text("mail");
    record.mail_opt_out = row.flag("mail_opt_out");
    record.address_protected = row.flag("address_protected");
    record.remark = row.text("remark");
    record.version = static_cast<int>(row.integer("version"));
    record.changed_by = row.id<domain::OperationId>("changed_by");
    return record;
}

const std::string& select_records()
{
    static const std::string kSql =
        "SELECT d.id AS id, d.kind AS kind, f.phone AS phone, f.mail AS mail, f.mail_opt_out AS mail_opt_out, "
        "f.address_protected AS address_protected, f.remark AS remark, f.version AS version, f.changed_by AS changed_by ";
    return kSql;
}

Address address_of(const Row& row)
{
    return {row.text("addressee"), row.text("postal_code"), row.text("prefecture"), row.text("city"),
        row.text("street"), row.text("building")};
}

std::vector<std::int64_t> numbers_of(const std::vector<DonorId>& ids)
{
    std::vector<std::int64_t> numbers;
    numbers.reserve(ids.size());
    for (const DonorId id : ids) numbers.push_back(id.value);
    return numbers;
}

}  // namespace

void SqlDonorRecords::load_timelines(std::vector<DonorRecord>& records)
{
    static const std::string kNames =
        "SELECT donor_id, valid_from, valid_to, name, kana FROM donor_names WHERE donor_id IN (" +
        placeholders(kListSize) + ") ORDER BY donor_id, valid_from";
    static const std::string kAddresses =
        "SELECT donor_id, kind, valid_from, valid_to, addressee, postal_code, prefecture, city, street, building "
        "FROM donor_addresses WHERE donor_id IN (" +
        placeholders(kListSize) + ") ORDER BY donor_id, kind, valid_from";
    std::unordered_map<std::int64_t, DonorRecord*> by_id;
    std::vector<std::int64_t> edited;
    for (DonorRecord& record : records) {
        if (record.version == 1) continue;
        by_id[record.donor.value] = &record;
        edited.push_back(record.donor.value);
    }
    in_lists_of<std::int64_t>(kListSize, edited, [&](const Connection::Values& list) {
        connection_.for_each_row(kNames, list, [&](const Row& row) {
            by_id[row.integer("donor_id")]->names.push_back({row.date("valid_from"),
                row.optional_date("valid_to"), {row.text("name"), row.text("kana")}});
        });
        connection_.for_each_row(kAddresses, list, [&](const Row& row) {
            const auto kind = domain::address_kind_of(row.text("kind"));
            if (!kind) throw application::StorageError{"database.unreadable", "unknown kind of an address"};
            by_id[row.integer("donor_id")]->addresses_of(*kind).push_back(
                {row.date("valid_from"), row.optional_date("valid_to"), address_of(row)});
        });
    });
}

std::vector<DonorRecord> SqlDonorRecords::find_all(const std::vector<DonorId>& ids)
{
    static const std::string kSql =
        select_records() +
        "FROM donors d JOIN operations o ON o.id = d.created_by LEFT JOIN donor_profiles f ON f.donor_id = d.id "
        "WHERE o.state <> 'open' AND d.id IN (" +
        placeholders(kListSize) + ") ORDER BY d.id";
    std::vector<std::int64_t> numbers = numbers_of(ids);
    std::sort(numbers.begin(), numbers.end());  // then lists and answers are in order of id
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::vector<DonorRecord> records;
    in_lists_of<std::int64_t>(kListSize, numbers, [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) { records.push_back(record_of(row)); });
    });
    load_timelines(records);
    return records;
}

std::optional<DonorRecord> SqlDonorRecords::find(DonorId id)
{
    auto found = find_all({id});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

bool SqlDonorRecords::save(const DonorRecord& record)
{
    const Connection::Values facts{record.phone, record.mail, std::int64_t{record.mail_opt_out},
        std::int64_t{record.address_protected}, record.remark, std::int64_t{record.version},
        record.changed_by.value, record.donor.value};
    if (record.version == 2) {
        connection_.execute(
            "INSERT INTO donor_profiles (phone, mail, mail_opt_out, address_protected, remark, version, changed_by, donor_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            facts);
    } else {
        Connection::Values values = facts;
        values.emplace_back(std::int64_t{record.version - 1});
        if (connection_.execute(
                "UPDATE donor_profiles SET phone = ?, mail = ?, mail_opt_out = ?, address_protected = ?, remark = ?, version = ?, "
                "changed_by = ? WHERE donor_id = ? AND version = ?",
                values) != 1)
            return false;
    }
    for (const char* table : {"donor_names", "donor_addresses"})
        connection_.execute(
            std::string{"DELETE FROM "} + table + " WHERE donor_id = ?", {record.donor.value});
    Connection::Values names;
    for (const auto& dated : record.names) {
        append(names, record.donor.value, dated.valid_from.iso(), value_of(dated.valid_to), dated.value.name,
            dated.value.kana);
    }
    connection_.insert_rows("donor_names", {"donor_id", "valid_from", "valid_to", "name", "kana"}, names);
    Connection::Values addresses;
    for (const std::string_view key : domain::kAddressKindKeys) {
        for (const auto& dated : record.addresses_of(*domain::address_kind_of(key))) {
            const Address& address = dated.value;
            append(addresses, record.donor.value, std::string{key}, dated.valid_from.iso(),
                value_of(dated.valid_to), address.addressee, address.postal_code, address.prefecture,
                address.city, address.street, address.building);
        }
    }
    connection_.insert_rows("donor_addresses",
        {"donor_id", "kind", "valid_from", "valid_to", "addressee", "postal_code", "prefecture", "city",
            "street", "building"},
        addresses);
    return true;
}

void SqlDonorRecords::for_each_edited(const std::function<void(const DonorRecord&)>& visit)
{
    std::vector<DonorRecord> records;
    connection_.for_each_row(
        select_records() + "FROM donor_profiles f JOIN donors d ON d.id = f.donor_id ORDER BY d.id", {},
        [&](const Row& row) { records.push_back(record_of(row)); });
    load_timelines(records);
    for (const DonorRecord& record : records) visit(record);
}

std::set<DonorId> SqlDonorRecords::protected_donors()
{
    std::set<DonorId> donors;
    connection_.for_each_row("SELECT donor_id FROM donor_profiles WHERE address_protected = 1", {},
        [&](const Row& row) { donors.insert(row.id<DonorId>("donor_id")); });
    return donors;
}

std::vector<DonorId> SqlDonorRecords::donors_of(
    const DonationFilter& filter, DonorId after, std::int64_t limit)
{
    const Where where = where_of(filter, connection_);
    Connection::Values values = where.values;
    append(values, after.value, limit);
    std::vector<DonorId> ids;
    connection_.for_each_row("SELECT DISTINCT d.donor_id AS donor_id" + where.from() +
                                 " AND d.donor_id > ? ORDER BY donor_id LIMIT ?",
        values, [&](const Row& row) { ids.push_back(row.id<DonorId>("donor_id")); });
    return ids;
}

std::int64_t SqlDonorRecords::count_donors_of(const DonationFilter& filter)
{
    const Where where = where_of(filter, connection_);
    return connection_.query("SELECT COUNT(DISTINCT d.donor_id) AS donors" + where.from(), where.values)
        .front()
        .integer("donors");
}

std::vector<DonorTotals> SqlDonorRecords::totals_of(const std::vector<DonorId>& ids)
{
    static const std::string kSql =
        "SELECT d.donor_id AS donor_id, d.applied_on AS applied_on, d.state AS state, d.amount_yen AS amount_yen, "
        "d.masked_on AS masked_on, " +
        contact_columns("c", "c_") +
        " FROM donations d JOIN operations o ON o.id = d.created_by JOIN contacts c ON c.id = d.contact_id "
        "WHERE o.state <> 'open' AND d.state <> 'withdrawn' AND d.donor_id IN (" +
        placeholders(kListSize) + ") ORDER BY d.donor_id, d.applied_on, d.id";
    std::vector<DonorTotals> totals(ids.size());
    std::unordered_map<std::int64_t, DonorTotals*> by_id;
    for (std::size_t i = 0; i < ids.size(); ++i) by_id[ids[i].value] = &totals[i];
    in_lists_of<std::int64_t>(kListSize, numbers_of(ids), [&](const Connection::Values& list) {
        connection_.for_each_row(kSql, list, [&](const Row& row) {
            DonorTotals& donor = *by_id[row.integer("donor_id")];
            const bool is_erased = !row.is_null("masked_on");
            (is_erased ? donor.erased : donor.stated)
                .push_back({row.date("applied_on"), contact_of(row, "c_")});
            if (row.text("state") != domain::key_of(domain::DonationState::Received)) return;
            ++donor.donations;
            donor.amount += row.yen("amount_yen");
        });
    });
    return totals;
}

}  // namespace furusato::persistence
