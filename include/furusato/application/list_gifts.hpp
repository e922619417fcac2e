#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "furusato/application/catalogue.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Looks the catalogue up.
class ListGifts {
public:
    explicit ListGifts(Store& store) : store_{store} {}
    /// The version in force on the day, or the newest one, of each gift whose code or name holds the search word; in order of code.
    std::vector<domain::Gift> execute(const domain::Date& day, const std::string& search);
    /// All versions of one gift, oldest first. Throws Refusal{NotFound, "gift.unknown"}.
    std::vector<domain::Gift> show(const std::string& code);
    /// The gift with this code, else all that are or were called so, in any width.
    std::set<std::string> codes_of(const std::string& code_or_name);
    /// Names in files that no master knows.
    std::vector<UnmatchedName> unmatched();

private:
    Store& store_;
};

}  // namespace furusato::application
