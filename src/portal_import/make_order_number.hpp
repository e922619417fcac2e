#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// Makes order numbers for a file that has none: a day, a fingerprint of the fields that the profile names, and the how-manieth record of
/// that fingerprint it is. Two equal records are two donations, and the same records give the same numbers in every later file, however
/// it writes days and amounts and in whatever order it lists them.
class OrderNumberMaker {
public:
    std::string next(const MappedRow& row, const PortalProfile& profile, const domain::EraTable& eras);

private:
    std::unordered_map<std::uint64_t, int> records_;  // by fingerprint
};

}  // namespace furusato::portal_import
