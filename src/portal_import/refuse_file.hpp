#pragma once

#include <string>
#include <utility>

#include "furusato/domain/refusal.hpp"

namespace furusato::portal_import {

/// Refuses the whole file: the code and where in the file, never what stands there.
[[noreturn]] inline void refuse_file(std::string code, long line, domain::Refusal::Details more = {})
{
    more.insert(more.begin(), {"line", std::to_string(line)});
    throw domain::Refusal{domain::RefusalKind::Invalid, std::move(code), std::move(more)};
}

}  // namespace furusato::portal_import
