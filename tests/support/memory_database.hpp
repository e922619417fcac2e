#pragma once

#include "furusato/persistence/open_store.hpp"
#include "support/ledger.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {

/// An empty ledger in memory behind the real port: no stand-in that would have to be kept true.
class MemoryDatabase : public Ledger {
public:
    MemoryDatabase()
        : Ledger{persistence::open_memory_store(source_path("sql/migrations"), *make_fixed_digests())}
    {}
};

}  // namespace furusato::tests
