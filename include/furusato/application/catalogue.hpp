#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/campaign.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/gift.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::application {

/// A gift's version as stored.
struct GiftVersion {
    std::int64_t version = 0;
    domain::Gift gift;
};

/// A supplier's version as stored.
struct SupplierVersion {
    std::int64_t version = 0;
    std::int64_t supplier = 0;
    std::string code;
    std::string name;
    domain::Date valid_from{2000, 1, 1};
    std::optional<domain::Date> valid_to{};
};

struct Fund {
    std::string code;
    std::string label;
    domain::Date valid_from;
};

/// A purpose's version with the fund it leads to.
struct Purpose {
    std::int64_t version = 0;
    std::string code;
    std::string label;
    std::string fund_code;
    domain::Date valid_from;
    std::optional<domain::Date> valid_to;
};

/// A name in a file that no master knows.
struct UnmatchedName {
    std::string kind;  // "gift", "purpose"
    std::string portal;
    std::string written;
};

/// Repository: gifts, suppliers, purposes, funds, campaigns; every one an identity with dated versions.
class Catalogue {
public:
    virtual ~Catalogue() = default;
    /// All versions of all gifts in order of code and valid_from.
    virtual std::vector<GiftVersion> gift_versions() = 0;
    /// Stores a new gift or a new version of a known one (the version before ends the day before); ids are the caller's.
    virtual void add_gift_version(
        const domain::Gift& gift, std::int64_t version, bool is_new_gift, domain::OperationId operation) = 0;
    virtual void add_supplier(std::int64_t id, std::int64_t version, const std::string& code,
        const std::string& name, const domain::Date& valid_from, domain::OperationId operation) = 0;
    /// All versions of all suppliers in order of code and valid_from.
    virtual std::vector<SupplierVersion> supplier_versions() = 0;
    /// Codes of suppliers with their newest name.
    virtual std::vector<std::pair<std::string, std::string>> suppliers() = 0;

    virtual std::vector<Purpose> purpose_versions() = 0;
    virtual void add_purpose(std::int64_t id, const Purpose& purpose, domain::OperationId operation) = 0;
    virtual void add_fund(
        std::int64_t id, std::int64_t version, const Fund& fund, domain::OperationId operation) = 0;

    /// All campaigns with their gift links, in order of id.
    virtual std::vector<domain::Campaign> campaigns() = 0;
    virtual void add_campaign(
        const domain::Campaign& campaign, std::int64_t version, domain::OperationId operation) = 0;
    virtual void add_campaign_gift(
        domain::CampaignId campaign, const domain::CampaignGift& link, domain::OperationId operation) = 0;

    /// Remembers names that no master knows; known entries are ignored.
    virtual void add_unmatched(const std::vector<UnmatchedName>& names, domain::OperationId operation) = 0;
    virtual std::vector<UnmatchedName> unmatched() = 0;
};

}  // namespace furusato::application
