#pragma once

#include <filesystem>
#include <string>

namespace furusato::persistence {

/// What a migration run did.
struct MigrationReport {
    int applied = 0;
    int version = 0;
};

}  // namespace furusato::persistence
