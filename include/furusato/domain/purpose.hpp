#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "furusato/domain/yen.hpp"

namespace furusato::domain {

/// What the donor wants part of a donation used for: the master's code if one matches, else only the text as written.
struct PurposeShare {
    std::string code;     // master code, empty while unmatched
    std::string written;  // label as in the file, else the file's code
    Yen amount;
    std::string written_code{};  // the file's own code for it, where the layout has such a column
    std::int64_t version{};      // the master's version in force on applied_on; 0 while unmatched
    friend auto operator<=>(const PurposeShare&, const PurposeShare&) = default;

    /// Key in reports: master code, else the text as written, else "none".
    std::string key() const { return !code.empty() ? code : !written.empty() ? written : "none"; }
};

}  // namespace furusato::domain
