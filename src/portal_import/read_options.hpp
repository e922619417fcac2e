#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace furusato::portal_import {

/// The value of the first option in a cell of "項目名:選択値" lines (rakuten) that has one of these names or
/// fits one of these patterns; empty when there is none.
std::string_view option_value(
    std::string_view cell, const std::vector<std::string>& names, std::string_view separator);

}  // namespace furusato::portal_import
