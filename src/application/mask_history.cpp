#include "application/mask_history.hpp"

#include "furusato/application/operations.hpp"
#include "furusato/domain/retention.hpp"

namespace furusato::application {

std::string masked_text(const std::string& text)
{
    return text.empty() ? text : domain::kMaskedText;
}

void mask_history(Records& records, const Digests& digests, const std::string& entity, std::int64_t id,
    const std::function<bool(const FieldChange&)>& is_to_go)
{
    for (const auto& change : records.operations.history_of(entity, id)) {
        for (const FieldChange& field : change.fields) {
            if (!field.value_digest.empty() || !is_to_go(field)) continue;
            records.operations.mask_field(change.operation.id, entity, id,
                {field.field, masked_text(field.old_value), masked_text(field.new_value),
                    digest_of(digests, field)});
        }
    }
}

}  // namespace furusato::application
