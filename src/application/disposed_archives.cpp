#include "application/disposed_archives.hpp"

#include "furusato/application/operations.hpp"

namespace furusato::application {

using domain::RetentionSubject;

const char* entity_of(RetentionSubject subject)
{
    switch (subject) {
        case RetentionSubject::GiftRecipient:
        case RetentionSubject::DonationContact: return "donation";
        case RetentionSubject::PaymentPayer: return "payment";
        case RetentionSubject::ParkedRows: return "parked_rows";
        case RetentionSubject::ImportArchive: return "import_archive";
        case RetentionSubject::AccessLog: return "access_day";
    }
    return "";
}

std::map<std::int64_t, Deletion> disposed_archives(Records& records)
{
    std::map<std::int64_t, Deletion> jobs;
    for (const Deletion& deletion : records.retention.deletions()) {
        if (deletion.subject != RetentionSubject::ImportArchive) continue;
        records.operations.for_each_digest(deletion.operation,
            [&](const std::string& entity, std::int64_t id, const std::string& action, const std::string&) {
                if (entity == entity_of(deletion.subject) && action == "masked") jobs.emplace(id, deletion);
            });
    }
    return jobs;
}

}  // namespace furusato::application
