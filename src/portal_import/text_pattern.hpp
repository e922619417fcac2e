#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace furusato::portal_import {

/// The texts in the place of the marks of a pattern such as "[{code}] {name}" or "{code}_{k}/{n}", without blanks around them; nullopt
/// where the text is none of that form. A code is letters, figures, "-", "_" and ".", k and n are figures; blanks of the pattern need
/// not stand in the text.
std::optional<std::map<std::string, std::string>> match_pattern(
    std::string_view pattern, std::string_view text);

}  // namespace furusato::portal_import
