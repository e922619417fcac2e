#pragma once

#include <cstdint>
#include <map>

#include "furusato/application/retention.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// What an operation of retention leaves in history of each record it erased by a rule of this subject.
const char* entity_of(domain::RetentionSubject subject);

/// The import jobs whose archived file the ledger of deletions tells of, with that deletion. A flag in the job's row alone is no proof:
/// only history, which the chain covers, says what is to go.
std::map<std::int64_t, Deletion> disposed_archives(Records& records);

}  // namespace furusato::application
