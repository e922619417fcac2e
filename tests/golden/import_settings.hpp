#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/pipeline.hpp"
#include "main/portal_profiles.hpp"
#include "main/rule_files.hpp"

namespace furusato::tests {

/// A file on disk as the import reads it.
class FileBytes : public portal_import::ByteSource {
public:
    explicit FileBytes(const std::filesystem::path& file) : stream_{file, std::ios::binary}
    {
        if (!stream_) throw domain::Refusal{domain::RefusalKind::Invalid, "file.unreadable"};
    }

    std::size_t read(char* buffer, std::size_t size) override
    {
        stream_.read(buffer, static_cast<std::streamsize>(size));
        return static_cast<std::size_t>(stream_.gcount());
    }

    void rewind() override
    {
        stream_.clear();
        stream_.seekg(0);
    }

private:
    std::ifstream stream_;
};

/// Profiles, rules and folds as they ship in etc/.
struct ShippedRules {
    explicit ShippedRules(const std::filesystem::path& etc)
        : profiles{composition::read_portal_profiles(etc / "portals")},
          eras{composition::read_eras(etc / "rules" / "eras.json")},
          received_date_rules{composition::read_received_date_rules(etc / "rules" / "received_date.json")},
          folds{composition::read_name_folds(etc / "reference" / "kanji_variants.csv")}
    {}

    portal_import::ImportSettings settings(const domain::Date& business_date) const
    {
        return {profiles, eras, received_date_rules, folds, business_date, {}, {}, {}};
    }

    std::vector<portal_import::PortalProfile> profiles;
    domain::EraTable eras;
    domain::ReceivedDateRules received_date_rules;
    portal_import::NameFolds folds;
};

}  // namespace furusato::tests
