#include <map>
#include <string_view>

#include "furusato/application/decide_rows.hpp"
#include "furusato/portal_import/encode.hpp"

namespace furusato::application {
namespace {

std::string csv_cell(std::string text)
{
    // A cell that Excel would run as a formula is made text (portal_formats.md §6, 26).
    if (!text.empty() && std::string_view{"=+-@"}.find(text[0]) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    std::string out = "\"";
    for (const char letter : text) out += letter == '"' ? std::string{"\"\""} : std::string{letter};
    return out + "\"";
}

}  // namespace

void DecideRows::write_csv(domain::JobId id, const std::vector<StagedRow>& rows,
    const std::vector<std::string>& reason_headers, const Reasons& reasons, std::ostream& out)
{
    const ImportJob job = require_job(id);
    std::map<long, const StagedRow*> by_line;  // the first reason of each record
    std::set<long> lines;
    for (const StagedRow& row : rows) {
        by_line.emplace(row.issue.line, &row);
        lines.insert(row.issue.line);
    }
    const auto settings = settings_of(job, job.business_date);
    const auto archive = open_archive(job, settings);
    const auto file = portal_import::find_raw_records(*archive, settings, lines);
    const auto write_reasons = [&](const std::vector<std::string>& cells) {
        for (const std::string& cell : cells)
            out << file.format.delimiter << portal_import::encoded_or_geta(csv_cell(cell), file.encoding);
        out << "\r\n";
    };
    if (file.encoding == portal_import::Encoding::Utf8) out << "\xEF\xBB\xBF";
    out << file.header_bytes;
    write_reasons(reason_headers);
    for (const auto& record : file.records) {
        out << record.bytes;
        // A record that was cut off is filled up, so that the reasons stand under their headers.
        for (std::size_t cells = record.cells; cells < file.headers.size(); ++cells)
            out << file.format.delimiter;
        write_reasons(reasons(*by_line.at(record.line)));
    }
}

}  // namespace furusato::application
