#include "contract/engine.hpp"

#include "furusato/application/audit_trail.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

const application::Digests& digests()
{
    static const auto kDigests = make_fixed_digests();
    return *kDigests;
}

std::unique_ptr<Ledger> migrated_ledger(
    const SharedDatabase& database, std::shared_ptr<MemoryArchive> archive)
{
    persistence::migrate_store(database.address(), digests(), FixedClock{});
    return std::make_unique<Ledger>(
        persistence::open_store(database.address(), digests()), std::move(archive));
}

}  // namespace

persistence::StoreAddress SharedDatabase::address() const
{
    return address(source_path("sql/migrations"));
}

const std::vector<const Engine*>& engines()
{
    static const std::vector<const Engine*> kEngines{&sqlite_engine(), &mariadb_engine()};
    return kEngines;
}

std::unique_ptr<Ledger> WithSharedDatabase::open_ledger()
{
    return migrated_ledger(*database, archive);
}

WithTamperer::WithTamperer()
    : opened{migrated_ledger(*database, archive)}, ledger{*opened}, raw{database->connect()}
{}

void WithTamperer::tamper(const std::string& sql, const persistence::Connection::Values& values)
{
    std::int64_t changed = 0;
    raw->in_transaction(application::Durability::Confirmed, [&] { changed = raw->execute(sql, values); });
    ASSERT_GT(changed, 0) << sql;
}

void WithTamperer::write_chain_anew()
{
    const application::AuditTrail trail{ledger.store(), ledger.digests(), ledger.clock};
    std::vector<application::AuditLink> links;
    ledger.store().read([&](application::Records& records) {
        links.clear();
        records.operations.for_each_link([&](const auto& link) { links.push_back(link); });
    });
    std::string previous(64, '0');
    std::int64_t number = 0;
    for (const application::AuditLink& link : links) {
        std::string fresh;
        application::EntriesSeal seal;
        ledger.store().read([&](application::Records& records) {
            seal = trail.seal(records, link.operation);
            fresh = trail.link_of(previous, records.operations.find(link.operation), seal);
        });
        tamper(
            "UPDATE audit_links SET link_number = ?, previous_link = ?, link = ?, entries = ?, entries_digest = ? WHERE operation_id = ?",
            {++number, previous, fresh, seal.entries, seal.digest, link.operation.value});
        previous = fresh;
    }
}

std::int64_t WithTamperer::number(const std::string& sql, const persistence::Connection::Values& values)
{
    return raw->query(sql, values).at(0).integer("n");
}

}  // namespace furusato::tests
