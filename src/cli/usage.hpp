#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "cli/syntax.hpp"
#include "furusato/cli/command_line.hpp"

namespace furusato::cli {

/// Reads the command line into what `top` fills. Gives nothing when a command was chosen; otherwise prints the help that was asked
/// for, or what is wrong and what was probably meant, and gives the exit code. `messages`: by the name of the file without ".json";
/// help texts are English here and come from help.<language> for another language.
std::optional<int> read_arguments(const Syntax& top, int argc, const char* const* argv,
    const std::function<Messages(const std::string& name)>& messages, std::ostream& out, std::ostream& err);

}  // namespace furusato::cli
