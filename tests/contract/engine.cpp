#include "contract/engine.hpp"

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

std::int64_t WithTamperer::number(const std::string& sql, const persistence::Connection::Values& values)
{
    return raw->query(sql, values).at(0).integer("n");
}

}  // namespace furusato::tests
