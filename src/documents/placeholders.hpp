#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace furusato::documents {

/// The text with each {name} replaced by its value; an unknown {name} stays as it is and shows on the sheet.
std::string filled(
    std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace furusato::documents
