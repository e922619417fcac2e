#include "application/verify_masters.hpp"

#include <map>

#include "application/master_checks.hpp"
#include "application/master_digest.hpp"
#include "furusato/application/masters.hpp"
#include "furusato/application/operations.hpp"

namespace furusato::application {
namespace {

using domain::MasterKind;
using domain::MasterVersion;

bool has_overlap(const std::vector<MasterVersion>& versions)
{
    const auto in_force = domain::versions_of(versions, versions.front().code);
    for (std::size_t i = 1; i < in_force.size(); ++i) {
        const auto& end = in_force[i - 1].valid_to;
        if (!end || in_force[i].valid_from <= *end) return true;
    }
    return false;
}

void check_kind(Records& records, const Digests& digests, MasterKind kind, const AddFinding& add)
{
    const std::string name{domain::key_of(kind)};
    std::map<std::int64_t, std::string> known;
    records.operations.for_each_newest_digest(
        name, [&](std::int64_t id, const std::string& digest, int) { known[id] = digest; });
    std::map<std::int64_t, std::vector<MasterVersion>> masters;
    for (auto& version : records.masters.versions(kind))
        masters[version.master].push_back(std::move(version));
    for (const auto& [id, versions] : masters) {
        const std::string subject = name + " " + versions.front().code;
        const auto digest = known.extract(id);
        if (digest.empty() || digest.mapped() != digest_of(digests, kind, versions))
            add("verify.master_changed", subject);
        if (has_overlap(versions)) add("verify.master_overlap", subject);
    }
    for (const auto& [id, digest] : known) add("verify.master_missing", name + " " + std::to_string(id));
}

/// What no change may bring about: purposes that a file cannot tell apart, and such as lead to a fund that is not there.
void check_purposes(Records& records, const AddFinding& add)
{
    const auto purposes = records.masters.versions(MasterKind::Purpose);
    const auto funds = records.masters.versions(MasterKind::Fund);
    for (const MasterVersion& version : purposes) {
        if (version.is_withdrawn()) continue;
        const std::string subject = "purpose " + version.code;
        const MasterVersion* other = find_same_name(purposes, version);
        if (other != nullptr) add("verify.master_same_name", subject + ", " + other->code);
        if (!has_fund_throughout(funds, version))
            add("verify.master_without_fund", subject + ", " + version.fund_code);
    }
}

}  // namespace

void check_masters(Records& records, const Digests& digests, const AddFinding& add)
{
    for (std::size_t i = 0; i < domain::kMasterKindKeys.size(); ++i)
        check_kind(records, digests, static_cast<MasterKind>(i), add);
    check_purposes(records, add);
}

}  // namespace furusato::application
