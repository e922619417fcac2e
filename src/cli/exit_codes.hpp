#pragma once

#include "furusato/domain/refusal.hpp"

namespace furusato::cli {

// interfaces.md "Exit codes".
inline constexpr int kDone = 0;
inline constexpr int kUnexpected = 1;
inline constexpr int kInvalid = 2;
inline constexpr int kNotFound = 3;
inline constexpr int kConflict = 4;
inline constexpr int kForbidden = 5;
inline constexpr int kNeedsAttention = 6;
inline constexpr int kStopped = 7;  // on request, between two batches

constexpr int exit_code_of(domain::RefusalKind kind)
{
    switch (kind) {
        case domain::RefusalKind::Invalid: return kInvalid;
        case domain::RefusalKind::NotFound: return kNotFound;
        case domain::RefusalKind::Conflict: return kConflict;
        case domain::RefusalKind::Forbidden: return kForbidden;
    }
    return kUnexpected;
}

}  // namespace furusato::cli
