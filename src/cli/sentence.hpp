#pragma once

#include <string>

#include "furusato/cli/command_line.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::cli {

/// The sentence of a code with its {placeholders} filled, fields and states by their names on the screen; the code itself where no
/// sentence is known.
std::string sentence_of(
    const Messages& messages, const std::string& code, const domain::Refusal::Details& details);

}  // namespace furusato::cli
