#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/duty.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::application {

/// A fact of the city from a day on.
struct CitySetting {
    std::string name;
    domain::Date valid_from;
    std::string value;
};

/// Who does what for a portal from a day on.
struct DutyAssignment {
    std::string portal;
    domain::Duty duty;
    domain::Date valid_from;
    domain::DutyHolder holder;
};

/// The days on which somebody has a duty for a portal.
struct DutySpan {
    std::string portal;
    domain::Date from{2000, 1, 1};
    std::optional<domain::Date> until;  // the first day on which it is over
};

/// A filter of donation lists that the office keeps under a name: its options as they are typed, one a line.
struct SavedSearch {
    std::int64_t id = 0;
    std::string name;
    std::string filter;
};

/// Repository: dated city settings, 業務分担 and saved searches.
class Settings {
public:
    virtual ~Settings() = default;
    /// All settings in order of name and day.
    virtual std::vector<CitySetting> all() = 0;
    /// Sets or corrects the value from that day on.
    virtual void set(const CitySetting& setting, domain::OperationId operation) = 0;
    virtual std::vector<DutyAssignment> duties() = 0;
    virtual void set_duty(const DutyAssignment& assignment, domain::OperationId operation) = 0;
    /// In order of their names.
    virtual std::vector<SavedSearch> searches() = 0;
    virtual void add_search(const SavedSearch& search, domain::OperationId operation) = 0;
    virtual void remove_search(std::int64_t id) = 0;
};

/// The value in force on a day; empty when none is.
std::string setting_on(
    const std::vector<CitySetting>& settings, const std::string& name, const domain::Date& day);

/// Who has the duty for the portal on a day; the city where nothing is said.
domain::DutyHolder duty_holder_on(const std::vector<DutyAssignment>& duties, const std::string& portal,
    domain::Duty duty, const domain::Date& day);

/// When others than the city have the duty; `holder` asks for one of them only.
std::vector<DutySpan> spans_elsewhere(const std::vector<DutyAssignment>& duties, domain::Duty duty,
    std::optional<domain::DutyHolder> holder = std::nullopt);

}  // namespace furusato::application
