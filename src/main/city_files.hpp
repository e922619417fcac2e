#pragma once

#include <filesystem>

#include "furusato/application/load_city.hpp"

namespace furusato::composition {

/// Reads a city's masters from a folder (city.json, duties.json, purposes.json, campaigns.json, targets.json); a missing file is
/// nothing to load. Throws Refusal{Invalid, "rules.invalid"} naming the file.
application::CityMasters read_city(const std::filesystem::path& folder);

}  // namespace furusato::composition
