#pragma once

#include <string>
#include <string_view>

namespace furusato::application {

/// By what typed codes and names are compared: any width, without blanks, upper case.
std::string key_of_word(std::string_view text);

}  // namespace furusato::application
