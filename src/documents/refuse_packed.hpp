#pragma once

#include <string>
#include <utility>

#include "furusato/domain/refusal.hpp"

namespace furusato::documents {

/// Refuses a file that is packed: the code, and what else the sentence names.
[[noreturn]] inline void refuse_packed(std::string code, domain::Refusal::Details details = {})
{
    throw domain::Refusal{domain::RefusalKind::Invalid, std::move(code), std::move(details)};
}

/// Bytes are missing, or they are not what stands in their check sums.
[[noreturn]] inline void refuse_damaged()
{
    refuse_packed("file.damaged");
}

}  // namespace furusato::documents
