#include "application/job_operations.hpp"

namespace furusato::application {

std::vector<StoredOperation> operations_on(Records& records, const ImportJob& job)
{
    std::vector<StoredOperation> operations;
    for (const auto id : records.operations.with_source_key(source_key_of(job.id), job.operation))
        operations.push_back(records.operations.find(id));
    return operations;
}

}  // namespace furusato::application
