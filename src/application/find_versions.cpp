#include "application/find_versions.hpp"

#include <algorithm>

#include "furusato/application/catalogue.hpp"

namespace furusato::application {

using domain::Donation;

void find_purpose_versions(Records& records, Donation& donation)
{
    const auto is_open = [](const domain::PurposeShare& share) {
        return !share.code.empty() && share.version == 0;
    };
    if (std::none_of(donation.purposes.begin(), donation.purposes.end(), is_open)) return;
    for (const Purpose& purpose : records.catalogue.purpose_versions()) {
        const bool in_force = purpose.valid_from <= donation.applied_on &&
                              (!purpose.valid_to || donation.applied_on <= *purpose.valid_to);
        for (auto& share : donation.purposes) {
            if (in_force && is_open(share) && share.code == purpose.code) share.version = purpose.version;
        }
    }
}

void find_gift_versions(Records& records, Donation& donation)
{
    for (const GiftVersion& version : records.catalogue.gift_versions()) {
        const domain::Gift& gift = version.gift;
        for (auto& line : donation.gifts) {
            if (line.gift_code != gift.code) continue;
            const bool in_force = gift.valid_from <= donation.applied_on &&
                                  (!gift.valid_to || donation.applied_on <= *gift.valid_to);
            const bool is_new = line.gift_version == 0;
            if (is_new && (in_force || donation.applied_on < gift.valid_from))
                line.gift_version = version.version;
        }
    }
}

}  // namespace furusato::application
