#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "furusato/application/access_log.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/clock.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/table_writer.hpp"

namespace furusato::application {

struct ExportRequest {
    DonationFilter filter;
    std::string filter_names;  // what chooses, without values that are personal data; for file and log
    std::vector<DonationColumn> columns;
    TableFormat format = TableFormat::Csv;
    std::filesystem::path file;
    std::string purpose;  // for what the file is needed; stands in the file and in the log
    Caller caller;
    Disclosure disclosure = Disclosure::Guarded;
};

/// Words of a file: titles of columns, and what keys are called there ("state" → "received" → "受領").
struct ExportWords {
    std::map<DonationColumn, std::string> titles;
    std::map<DonationColumn, std::map<std::string, std::string>> values;
    std::function<std::vector<std::string>(const std::string& at, std::int64_t rows)> remarks;
    std::string hidden;  // in cells that are not shown
};

/// Writes what a filter leaves into a file, row by row in flat memory; the log of accesses keeps who did it and for what.
class ExportDonations {
public:
    using Progress = std::function<void(std::int64_t done, std::int64_t in_all)>;

    ExportDonations(ListDonations list, const TableWriter& writer, AccessLog& log, const Clock& clock,
        const domain::EraTable& eras)
        : list_{list}, writer_{writer}, log_{log}, clock_{clock}, eras_{eras}
    {}

    /// How many rows were written. Throws Refusal{Invalid}: "export.purpose_missing", "export.too_many" (for the format),
    /// "file.not_writable"; {Conflict} "file.busy".
    std::int64_t execute(const ExportRequest& request, const ExportWords& words, const Progress& progress);

private:
    ListDonations list_;
    const TableWriter& writer_;
    AccessLog& log_;
    const Clock& clock_;
    const domain::EraTable& eras_;
};

}  // namespace furusato::application
