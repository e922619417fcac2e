#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/master.hpp"

namespace furusato::application {

/// How far donations reach that show a master.
struct MasterUse {
    std::int64_t donations = 0;
    domain::Date last{2000, 1, 1};
};

/// Repository: purposes, funds, portals, payment methods and sections, each an identity with dated versions.
class Masters {
public:
    virtual ~Masters() = default;
    /// All versions of a kind, withdrawn ones too, in order of code, first day and entry.
    virtual std::vector<domain::MasterVersion> versions(domain::MasterKind kind) = 0;
    /// A new identity; its id and code are the version's.
    virtual void add_master(
        domain::MasterKind kind, const domain::MasterVersion& version, domain::OperationId operation) = 0;
    virtual void add_version(
        domain::MasterKind kind, const domain::MasterVersion& version, domain::OperationId operation) = 0;
    /// Sets the last day of a version, open with nullopt.
    virtual void set_end(
        domain::MasterKind kind, std::int64_t version, const std::optional<domain::Date>& valid_to) = 0;
    /// The donations applied for on the day or later that show this master; nullopt when there are none.
    virtual std::optional<MasterUse> use_since(
        domain::MasterKind kind, const std::string& code, const domain::Date& day) = 0;
};

}  // namespace furusato::application
