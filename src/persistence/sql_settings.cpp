#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::CitySetting;
using application::DutyAssignment;
using application::SavedSearch;

std::vector<CitySetting> SqlSettings::all()
{
    std::vector<CitySetting> settings;
    for (const Row& row : connection_.query(
             "SELECT name, valid_from, setting_value FROM city_settings ORDER BY name, valid_from")) {
        settings.push_back({row.text("name"), day_of(row, "valid_from", "setting " + row.text("name")),
            row.text("setting_value")});
    }
    return settings;
}

void SqlSettings::set(const CitySetting& setting, domain::OperationId operation)
{
    connection_.execute("DELETE FROM city_settings WHERE name = ? AND valid_from = ?",
        {setting.name, setting.valid_from.iso()});
    connection_.execute(
        "INSERT INTO city_settings (name, valid_from, setting_value, operation_id) VALUES (?, ?, ?, ?)",
        {setting.name, setting.valid_from.iso(), setting.value, operation.value});
}

std::vector<DutyAssignment> SqlSettings::duties()
{
    std::vector<DutyAssignment> duties;
    for (const Row& row : connection_.query(
             "SELECT portal, duty, valid_from, holder FROM duties ORDER BY portal, duty, valid_from")) {
        const auto duty = domain::duty_of(row.text("duty"));
        const auto holder = domain::duty_holder_of(row.text("holder"));
        const std::string record = "duty " + row.text("portal");
        if (!duty || !holder)
            throw application::StorageError{"database.unreadable", "unknown duty or holder, " + record};
        duties.push_back({row.text("portal"), *duty, day_of(row, "valid_from", record), *holder});
    }
    return duties;
}

void SqlSettings::set_duty(const DutyAssignment& assignment, domain::OperationId operation)
{
    const std::string duty{domain::key_of(assignment.duty)};
    connection_.execute("DELETE FROM duties WHERE portal = ? AND duty = ? AND valid_from = ?",
        {assignment.portal, duty, assignment.valid_from.iso()});
    connection_.execute(
        "INSERT INTO duties (portal, duty, valid_from, holder, operation_id) VALUES (?, ?, ?, ?, ?)",
        {assignment.portal, duty, assignment.valid_from.iso(), std::string{domain::key_of(assignment.holder)},
            operation.value});
}

std::vector<SavedSearch> SqlSettings::searches()
{
    std::vector<SavedSearch> searches;
    for (const Row& row : connection_.query("SELECT id, name, filter_text FROM saved_searches ORDER BY name"))
        searches.push_back({row.integer("id"), row.text("name"), row.text("filter_text")});
    return searches;
}

void SqlSettings::add_search(const SavedSearch& search, domain::OperationId operation)
{
    connection_.execute(
        "INSERT INTO saved_searches (id, name, filter_text, operation_id) VALUES (?, ?, ?, ?)",
        {search.id, search.name, search.filter, operation.value});
}

void SqlSettings::remove_search(std::int64_t id)
{
    connection_.execute("DELETE FROM saved_searches WHERE id = ?", {id});
}

}  // namespace furusato::persistence
