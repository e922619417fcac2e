#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/retention.hpp"

namespace furusato::application {

/// Keyed digest of a row of the ledger of deletions: what history keeps and verify recomputes.
inline std::string digest_of(const Digests& digests, const Deletion& deletion)
{
    std::string text = std::to_string(deletion.id);
    for (const std::string& part : {std::to_string(deletion.operation.value), std::to_string(deletion.run),
             deletion.rule, std::string{domain::key_of(deletion.subject)}, deletion.action,
             deletion.as_of.iso(), std::to_string(deletion.records), deletion.first_day.iso(),
             deletion.last_day.iso(), deletion.ids_digest}) {
        text += '\x1f' + part;
    }
    return digests.keyed_hex(text);
}

/// Digest over the ids of what was erased, in order.
inline std::string digest_of_ids(const Digests& digests, std::vector<std::int64_t> ids)
{
    std::sort(ids.begin(), ids.end());
    std::string text;
    for (const std::int64_t id : ids) text += std::to_string(id) + "\n";
    return digests.sha256_hex(text);
}

}  // namespace furusato::application
