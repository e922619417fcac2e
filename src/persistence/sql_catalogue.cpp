#include <map>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::Fund;
using application::GiftVersion;
using application::Purpose;
using application::SupplierVersion;
using application::UnmatchedName;
using domain::Campaign;
using domain::CampaignGift;
using domain::CampaignId;
using domain::Gift;
using domain::GiftId;

namespace {

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : "\n") + word;
    return text;
}

std::vector<std::string> split_lines(const std::string& text)
{
    std::vector<std::string> words;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        words.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return words;
}

/// Ends what holds on the day a new version starts the day before: a correction from the same day leaves the older one empty.
void end_version(
    Connection& connection, const std::string& sql, std::int64_t id, const domain::Date& next_from)
{
    connection.execute(sql, {next_from.plus_days(-1).iso(), id, next_from.iso(), next_from.iso()});
}

}  // namespace

std::vector<GiftVersion> SqlCatalogue::gift_versions()
{
    std::map<std::string, std::string> names;
    for (auto& [code, name] : suppliers()) names[code] = name;
    std::vector<GiftVersion> versions;
    connection_.for_each_row(R"sql(
        SELECT v.id AS version_id, g.id AS gift_id, g.code AS code, v.name AS name, v.delivery_name AS delivery_name,
               v.supplier_code AS supplier_code, v.required_yen AS required_yen, v.cost_yen AS cost_yen, v.category AS category,
               v.brand_mark AS brand_mark, v.valid_from AS valid_from, v.valid_to AS valid_to
          FROM gifts g
          JOIN gift_versions v ON v.gift_id = g.id
         ORDER BY g.code, v.valid_from, v.id
    )sql",
        {}, [&](const Row& row) {
            versions.push_back({row.integer("version_id"),
                {row.id<GiftId>("gift_id"), row.text("code"), row.text("name"), row.text("delivery_name"),
                    row.text("supplier_code"), names[row.text("supplier_code")], row.yen("required_yen"),
                    row.yen("cost_yen"), row.text("category"), row.text("brand_mark"),
                    day_of(row, "valid_from", "gift " + row.text("code")),
                    optional_day_of(row, "valid_to", "gift " + row.text("code"))}});
        });
    return versions;
}

void SqlCatalogue::add_gift_version(
    const Gift& gift, std::int64_t version, bool is_new_gift, domain::OperationId operation)
{
    if (is_new_gift) {
        connection_.execute("INSERT INTO gifts (id, code, operation_id) VALUES (?, ?, ?)",
            {gift.id.value, gift.code, operation.value});
    }
    end_version(connection_,
        "UPDATE gift_versions SET valid_to = ? WHERE gift_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)",
        gift.id.value, gift.valid_from);
    connection_.execute(R"sql(
        INSERT INTO gift_versions (id, gift_id, valid_from, valid_to, name, delivery_name, supplier_code, required_yen, cost_yen, category,
                                   brand_mark, operation_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
        {version, gift.id.value, gift.valid_from.iso(), value_of(gift.valid_to), gift.name,
            gift.delivery_name, gift.supplier_code, gift.required_donation.amount(),
            gift.procurement_cost.amount(), gift.category, gift.brand_mark, operation.value});
}

void SqlCatalogue::add_supplier(std::int64_t id, std::int64_t version, const std::string& code,
    const std::string& name, const domain::Date& valid_from, domain::OperationId operation)
{
    const auto known = connection_.query("SELECT id FROM suppliers WHERE code = ?", {code});
    const std::int64_t supplier = known.empty() ? id : known.front().integer("id");
    if (known.empty())
        connection_.execute(
            "INSERT INTO suppliers (id, code, operation_id) VALUES (?, ?, ?)", {id, code, operation.value});
    end_version(connection_,
        "UPDATE supplier_versions SET valid_to = ? WHERE supplier_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)",
        supplier, valid_from);
    connection_.execute(
        "INSERT INTO supplier_versions (id, supplier_id, valid_from, name, operation_id) VALUES (?, ?, ?, ?, ?)",
        {version, supplier, valid_from.iso(), name, operation.value});
}

std::vector<SupplierVersion> SqlCatalogue::supplier_versions()
{
    std::vector<SupplierVersion> versions;
    connection_.for_each_row(R"sql(
        SELECT v.id AS version_id, s.id AS supplier_id, s.code AS code, v.name AS name, v.valid_from AS valid_from,
               v.valid_to AS valid_to
          FROM suppliers s
          JOIN supplier_versions v ON v.supplier_id = s.id
         ORDER BY s.code, v.valid_from, v.id
    )sql",
        {}, [&](const Row& row) {
            const std::string record = "supplier " + row.text("code");
            versions.push_back(
                {row.integer("version_id"), row.integer("supplier_id"), row.text("code"), row.text("name"),
                    day_of(row, "valid_from", record), optional_day_of(row, "valid_to", record)});
        });
    return versions;
}

std::vector<std::pair<std::string, std::string>> SqlCatalogue::suppliers()
{
    std::vector<std::pair<std::string, std::string>> suppliers;
    connection_.for_each_row(R"sql(
        SELECT s.code AS code, v.name AS name
          FROM suppliers s
          JOIN supplier_versions v ON v.supplier_id = s.id
         ORDER BY s.code, v.valid_from, v.id
    )sql",
        {}, [&](const Row& row) {
            if (!suppliers.empty() && suppliers.back().first == row.text("code")) suppliers.pop_back();
            suppliers.emplace_back(row.text("code"), row.text("name"));
        });
    return suppliers;
}

std::vector<Purpose> SqlCatalogue::purpose_versions()
{
    std::vector<Purpose> versions;
    connection_.for_each_row(R"sql(
        SELECT v.id AS version_id, p.code AS code, v.label AS label, v.fund_code AS fund_code, v.valid_from AS valid_from,
               v.valid_to AS valid_to
          FROM purposes p
          JOIN purpose_versions v ON v.purpose_id = p.id
         ORDER BY p.code, v.valid_from, v.id
    )sql",
        {}, [&](const Row& row) {
            versions.push_back({row.integer("version_id"), row.text("code"), row.text("label"),
                row.text("fund_code"), day_of(row, "valid_from", "purpose " + row.text("code")),
                optional_day_of(row, "valid_to", "purpose " + row.text("code"))});
        });
    return versions;
}

void SqlCatalogue::add_purpose(std::int64_t id, const Purpose& purpose, domain::OperationId operation)
{
    const auto known = connection_.query("SELECT id FROM purposes WHERE code = ?", {purpose.code});
    const std::int64_t owner = known.empty() ? id : known.front().integer("id");
    if (known.empty())
        connection_.execute("INSERT INTO purposes (id, code, operation_id) VALUES (?, ?, ?)",
            {id, purpose.code, operation.value});
    end_version(connection_,
        "UPDATE purpose_versions SET valid_to = ? WHERE purpose_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)",
        owner, purpose.valid_from);
    connection_.execute(R"sql(
        INSERT INTO purpose_versions (id, purpose_id, valid_from, valid_to, label, fund_code, operation_id) VALUES (?, ?, ?, ?, ?, ?, ?)
    )sql",
        {purpose.version, owner, purpose.valid_from.iso(), value_of(purpose.valid_to), purpose.label,
            purpose.fund_code, operation.value});
}

void SqlCatalogue::add_fund(
    std::int64_t id, std::int64_t version, const Fund& fund, domain::OperationId operation)
{
    const auto known = connection_.query("SELECT id FROM funds WHERE code = ?", {fund.code});
    if (!known.empty()) return;
    connection_.execute(
        "INSERT INTO funds (id, code, operation_id) VALUES (?, ?, ?)", {id, fund.code, operation.value});
    connection_.execute(
        "INSERT INTO fund_versions (id, fund_id, valid_from, label, operation_id) VALUES (?, ?, ?, ?, ?)",
        {version, id, fund.valid_from.iso(), fund.label, operation.value});
}

std::vector<Campaign> SqlCatalogue::campaigns()
{
    std::vector<Campaign> campaigns;
    connection_.for_each_row(R"sql(
        SELECT c.id AS id, c.code AS code, v.name AS name, v.policy_measure AS policy_measure, v.starts_on AS starts_on,
               v.ends_on AS ends_on, v.channels AS channels
          FROM campaigns c
          JOIN campaign_versions v ON v.campaign_id = c.id
         ORDER BY c.id, v.valid_from, v.id
    )sql",
        {}, [&](const Row& row) {
            if (!campaigns.empty() && campaigns.back().id.value == row.integer("id")) campaigns.pop_back();
            campaigns.push_back({row.id<CampaignId>("id"), row.text("code"), row.text("name"),
                row.text("policy_measure"), day_of(row, "starts_on", "campaign " + row.text("code")),
                day_of(row, "ends_on", "campaign " + row.text("code")), split_lines(row.text("channels")),
                {}});
        });
    connection_.for_each_row(
        "SELECT campaign_id, gift_code, starts_on, ends_on FROM campaign_gifts ORDER BY campaign_id, gift_code, starts_on",
        {}, [&](const Row& row) {
            for (auto& campaign : campaigns) {
                if (campaign.id.value != row.integer("campaign_id")) continue;
                const std::string record = "campaign " + campaign.code;
                campaign.gifts.push_back({row.text("gift_code"), day_of(row, "starts_on", record),
                    day_of(row, "ends_on", record)});
            }
        });
    return campaigns;
}

void SqlCatalogue::add_campaign(const Campaign& campaign, std::int64_t version, domain::OperationId operation)
{
    connection_.execute("INSERT INTO campaigns (id, code, operation_id) VALUES (?, ?, ?)",
        {campaign.id.value, campaign.code, operation.value});
    connection_.execute(R"sql(
        INSERT INTO campaign_versions (id, campaign_id, valid_from, name, policy_measure, starts_on, ends_on, channels, operation_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
        {version, campaign.id.value, campaign.starts_on.iso(), campaign.name, campaign.policy_measure,
            campaign.starts_on.iso(), campaign.ends_on.iso(), joined(campaign.channels), operation.value});
    for (const auto& link : campaign.gifts) add_campaign_gift(campaign.id, link, operation);
}

void SqlCatalogue::add_campaign_gift(
    CampaignId campaign, const CampaignGift& link, domain::OperationId operation)
{
    connection_.execute(
        "DELETE FROM campaign_gifts WHERE campaign_id = ? AND gift_code = ? AND starts_on = ?",
        {campaign.value, link.gift_code, link.starts_on.iso()});
    connection_.execute(
        "INSERT INTO campaign_gifts (campaign_id, gift_code, starts_on, ends_on, operation_id) VALUES (?, ?, ?, ?, ?)",
        {campaign.value, link.gift_code, link.starts_on.iso(), link.ends_on.iso(), operation.value});
}

void SqlCatalogue::add_unmatched(const std::vector<UnmatchedName>& names, domain::OperationId operation)
{
    for (const auto& name : names) {
        const auto known = connection_.query(
            "SELECT kind FROM unmatched_names WHERE kind = ? AND portal = ? AND written = ?",
            {name.kind, name.portal, name.written});
        if (!known.empty()) continue;
        connection_.execute(
            "INSERT INTO unmatched_names (kind, portal, written, first_operation_id) VALUES (?, ?, ?, ?)",
            {name.kind, name.portal, name.written, operation.value});
    }
}

std::vector<UnmatchedName> SqlCatalogue::unmatched()
{
    std::vector<UnmatchedName> names;
    for (const Row& row : connection_.query(
             "SELECT kind, portal, written FROM unmatched_names ORDER BY kind, portal, written")) {
        names.push_back({row.text("kind"), row.text("portal"), row.text("written")});
    }
    return names;
}

}  // namespace furusato::persistence
