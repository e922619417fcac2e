#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/donor_record.hpp"

namespace furusato::domain {

/// How the city is written in an address, from a day to the day before the next name (dated settings resident_prefecture and
/// resident_city).
struct CityName {
    Date from{2000, 1, 1};
    std::optional<Date> until;  // the first day on which it no longer holds
    std::string prefecture;
    std::string city;
};

/// Residents of the city get no gift (notice 179 article 2; rules.md 3.6, 4.16, 5.9): the registered address on the day of the
/// application decides, whatever comes later.
class LocalResidentRule {
public:
    explicit LocalResidentRule(std::vector<CityName> names) : names_{std::move(names)} {}

    /// Whether the address lies in the city on that day. Where the address or the city has no prefecture, the name of the city alone decides.
    bool is_resident(const Address& address, const Date& day) const;
    const std::vector<CityName>& names() const { return names_; }

private:
    std::vector<CityName> names_;
};

}  // namespace furusato::domain
