#pragma once

#include "application/resident_names.hpp"
#include "furusato/domain/corporate_scheme.hpp"

namespace furusato::application {

/// Which donations may belong to 企業版 (domain/corporate_scheme.hpp), by the address given with them.
class CorporateSchemeCheck {
public:
    CorporateSchemeCheck(const domain::CorporateScheme& scheme, const std::vector<CitySetting>& settings)
        : scheme_{scheme}, residents_{city_names_of(settings)}
    {}

    bool asks(const domain::Donation& donation) const
    {
        // The address is read for the few corporations only.
        return scheme_.may_cover(donation.donor_kind, donation.amount, donation.applied_on, false) &&
               !residents_.is_resident(domain::address_of(donation.contact), donation.applied_on);
    }

private:
    const domain::CorporateScheme& scheme_;
    domain::LocalResidentRule residents_;
};

}  // namespace furusato::application
