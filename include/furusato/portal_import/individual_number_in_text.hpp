#pragma once

#include <string_view>

namespace furusato::portal_import {

/// Whether a text holds what looks like an individual number 個人番号 (rules.md 2.A): twelve digits of any width with the right check
/// digit, together or in groups of four with a blank or a hyphen between them, and not as a part of more digits. A text of nothing but
/// twelve digits counts however they are parted.
bool holds_individual_number(std::string_view text);

}  // namespace furusato::portal_import
