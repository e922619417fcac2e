#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace furusato::application {

/// One table as it stands on both sides after a copy.
struct CopiedTable {
    std::string name;
    std::int64_t rows = 0;
    std::int64_t copied_now = 0;  // fewer than rows when an earlier copy was interrupted
    std::string digest;           // SHA-256 over the digests of its columns, in order of the key
    bool is_equal = false;
};

struct DatabaseCopy {
    std::vector<CopiedTable> tables;

    bool is_equal() const
    {
        for (const auto& table : tables) {
            if (!table.is_equal) return false;
        }
        return true;
    }
};

/// Table under way, rows written of it so far.
using CopyProgress = std::function<void(const std::string& table, std::int64_t rows)>;

/// What a database says of itself ("engine", "version", "time_zone" …), as text for people.
struct DatabaseFact {
    std::string name;
    std::string value;
};

struct DatabaseCheck {
    std::vector<DatabaseFact> facts;
    std::vector<std::string> findings;  // codes of what is to be put right, empty if nothing
};

}  // namespace furusato::application
