#include "application/master_checks.hpp"

#include "furusato/application/import_jobs.hpp"
#include "furusato/application/masters.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::MasterKind;
using domain::MasterVersion;
using domain::Refusal;
using domain::RefusalKind;

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestCode = 40;

bool is_one_line(const std::string& text, std::size_t longest)
{
    return !portal_import::trimmed(text).empty() && portal_import::is_plain_text(text) &&
           text.find('\n') == std::string::npos && portal_import::length_in_characters(text) <= longest;
}

bool share_a_day(const MasterVersion& left, const MasterVersion& right)
{
    return (!left.valid_to || right.valid_from <= *left.valid_to) &&
           (!right.valid_to || left.valid_from <= *right.valid_to);
}

}  // namespace

void check_texts(MasterKind kind, const MasterVersion& version)
{
    if (!is_one_line(version.name, kLongestName)) throw Refusal{RefusalKind::Invalid, "master.name_invalid"};
    if (!is_one_line(version.code, kLongestCode)) throw Refusal{RefusalKind::Invalid, "master.code_invalid"};
    const bool is_foreign = (!version.fund_code.empty() && kind != MasterKind::Purpose) ||
                            (version.gives_points && kind != MasterKind::Portal);
    if (is_foreign)
        throw Refusal{
            RefusalKind::Invalid, "master.field_not_of_kind", {{"master", std::string{key_of(kind)}}}};
}

void check_fund(Records& records, const MasterVersion& purpose)
{
    if (purpose.fund_code.empty()) return;
    const auto funds = versions_of(records.masters.versions(MasterKind::Fund), purpose.fund_code);
    if (funds.empty())
        throw Refusal{RefusalKind::NotFound, "master.fund_unknown", {{"code", purpose.fund_code}}};
    // Versions of a master follow one another without gaps: the first and the last day are all there is to compare.
    if (purpose.valid_from < funds.front().valid_from)
        throw Refusal{RefusalKind::Conflict, "master.fund_begins",
            {{"code", purpose.fund_code}, {"day", funds.front().valid_from.iso()}}};
    const auto& end = funds.back().valid_to;
    if (end && (!purpose.valid_to || *end < *purpose.valid_to))
        throw Refusal{
            RefusalKind::Conflict, "master.fund_ends", {{"code", purpose.fund_code}, {"day", end->iso()}}};
}

bool has_fund_throughout(const std::vector<MasterVersion>& funds, const MasterVersion& purpose)
{
    if (purpose.fund_code.empty()) return true;
    const auto known = versions_of(funds, purpose.fund_code);
    if (known.empty() || purpose.valid_from < known.front().valid_from) return false;
    const auto& end = known.back().valid_to;
    return !end || (purpose.valid_to && *purpose.valid_to <= *end);
}

const MasterVersion* find_same_name(const std::vector<MasterVersion>& purposes, const MasterVersion& version)
{
    const std::string name = portal_import::fold_word(version.name);
    for (const MasterVersion& other : purposes) {
        if (other.code == version.code || other.is_withdrawn() || !share_a_day(other, version)) continue;
        if (portal_import::fold_word(other.name) == name) return &other;
    }
    return nullptr;
}

void check_name_is_free(const std::vector<MasterVersion>& purposes, const MasterVersion& version)
{
    const MasterVersion* other = find_same_name(purposes, version);
    if (other != nullptr) throw Refusal{RefusalKind::Conflict, "master.name_taken", {{"code", other->code}}};
}

void check_end(
    Records& records, MasterKind kind, MasterVersion version, const std::optional<domain::Date>& last)
{
    version.valid_to = last;
    if (kind == MasterKind::Fund && last) check_fund_is_free(records, version.code, *last);
    if (kind != MasterKind::Purpose) return;
    check_fund(records, version);
    check_name_is_free(records.masters.versions(kind), version);
}

void check_fund_is_free(Records& records, const std::string& fund, const domain::Date& last)
{
    for (const MasterVersion& purpose : records.masters.versions(MasterKind::Purpose)) {
        const bool goes_on = !purpose.is_withdrawn() && (!purpose.valid_to || *purpose.valid_to > last);
        if (purpose.fund_code == fund && goes_on)
            throw Refusal{
                RefusalKind::Conflict, "master.fund_in_use", {{"code", fund}, {"purpose", purpose.code}}};
    }
}

void check_not_in_use(Records& records, MasterKind kind, const std::string& code, const domain::Date& day)
{
    // What an import is about to write was named before this change.
    if (!records.import_jobs.unfinished().empty())
        throw Refusal{RefusalKind::Conflict, "master.import_unfinished"};
    const auto use = records.masters.use_since(kind, code, day);
    if (!use) return;
    throw Refusal{RefusalKind::Conflict, "master.in_use",
        {{"code", code}, {"day", use->last.iso()}, {"count", std::to_string(use->donations)}}};
}

}  // namespace furusato::application
