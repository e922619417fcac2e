#pragma once

#include <functional>
#include <string>

#include "furusato/application/digests.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

struct FieldChange;

/// The text that stands in place of another one; nothing stays nothing.
std::string masked_text(const std::string& text);

/// Puts masks in place of the values of those fields of a record's history that are to go; their digests stay for the chain.
void mask_history(Records& records, const Digests& digests, const std::string& entity, std::int64_t id,
    const std::function<bool(const FieldChange&)>& is_to_go);

}  // namespace furusato::application
