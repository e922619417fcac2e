#include "portal_import/detect_portal.hpp"

#include <algorithm>
#include <set>

#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kHeaderSearchRecords = 5;

struct Candidate {
    const PortalProfile* profile = nullptr;
    std::size_t record = 0;
    std::size_t columns = 0;  // of the signature, or those that the header names
};

/// A profile that fixes the delimiter or the place of the header is for such files only.
bool allows(const PortalProfile& profile, const std::vector<FirstRecord>& records, std::size_t record,
    const TextFormat& format)
{
    if (!format.is_sheet && profile.delimiter.value_or(format.delimiter) != format.delimiter) return false;
    if (!profile.title_lines) return true;
    const bool is_below_title = records[record].line > *profile.title_lines;
    return is_below_title && (record == 0 || records[record - 1].line <= *profile.title_lines);
}

std::vector<const PortalProfile*> profiles_in_force(const ImportSettings& settings)
{
    std::vector<const PortalProfile*> found;
    for (const PortalProfile& profile : settings.profiles) {
        const bool is_asked_for = !settings.portal || profile.id == *settings.portal;
        if (is_asked_for && profile.valid_from <= settings.business_date) found.push_back(&profile);
    }
    if (found.empty() && settings.portal) {
        throw domain::Refusal{domain::RefusalKind::Invalid, "portal.unknown", {{"portal", *settings.portal}}};
    }
    return found;
}

bool has_signature(const HeaderIndex& headers, const PortalProfile& profile)
{
    return !profile.signature.empty() &&
           std::all_of(profile.signature.begin(), profile.signature.end(),
               [&headers](const std::string& header) { return headers.column_of(header).has_value(); });
}

// Longer signatures are more particular; of two editions of one layout the later one counts.
bool is_better(const PortalProfile& left, const PortalProfile* right)
{
    if (right == nullptr) return true;
    if (left.signature.size() != right->signature.size())
        return left.signature.size() > right->signature.size();
    return left.valid_from > right->valid_from;
}

Candidate find_by_signature(const std::vector<FirstRecord>& records,
    const std::vector<const PortalProfile*>& profiles, const TextFormat& format)
{
    Candidate best;
    for (std::size_t record = 0; record < records.size(); ++record) {
        const HeaderIndex headers{records[record].cells};
        for (const PortalProfile* profile : profiles) {
            if (allows(*profile, records, record, format) && has_signature(headers, *profile) &&
                is_better(*profile, best.profile))
                best = {profile, record, profile->signature.size()};
        }
    }
    return best;
}

Candidate find_by_columns(const std::vector<FirstRecord>& records,
    const std::vector<const PortalProfile*>& profiles, const TextFormat& format)
{
    Candidate best;
    std::size_t most = 0;
    for (std::size_t record = 0; record < records.size(); ++record) {
        for (const PortalProfile* profile : profiles) {
            if (!allows(*profile, records, record, format)) continue;
            const std::size_t mapped = ColumnMap{records[record].cells, *profile}.mapped_fields();
            if (mapped <= most) continue;
            most = mapped;
            best = {profile, record, mapped};
        }
    }
    return best;
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string line;
    for (const std::string& text : texts) line += (line.empty() ? "" : "、") + text;
    return line;
}

[[noreturn]] void refuse_unknown(const std::vector<FirstRecord>& records, const ImportSettings& settings)
{
    const auto header = std::find_if(records.begin(), records.end(), looks_like_header);
    if (header == records.end()) refuse_file("file.no_header", records.front().line);
    if (settings.portal) refuse_file("file.header_mismatch", header->line, {{"portal", *settings.portal}});
    refuse_file("file.unknown_portal", header->line);
}

}  // namespace

bool looks_like_header(const FirstRecord& record)
{
    std::set<std::string> names;
    for (const std::string& cell : record.cells) {
        const std::string name = fold_header(cell);
        const bool is_figure = name.find_first_not_of("0123456789.,/:-+¥円年月日") == std::string::npos;
        if (is_figure || name.find('@') != std::string::npos) return false;
        names.insert(name);
    }
    return names.size() >= 2 && 2 * names.size() > record.cells.size();
}

std::size_t header_search_records(const ImportSettings& settings)
{
    std::size_t records = kHeaderSearchRecords;
    for (const PortalProfile& profile : settings.profiles) {
        records = std::max(records, static_cast<std::size_t>(profile.title_lines.value_or(0)) + 1);
    }
    return records;
}

HeaderFit fit_of(
    const std::vector<FirstRecord>& records, const ImportSettings& settings, const TextFormat& format)
{
    const auto profiles = profiles_in_force(settings);
    Candidate found = find_by_signature(records, profiles, format);
    const bool is_by_signature = found.profile != nullptr;
    if (!is_by_signature && settings.portal) found = find_by_columns(records, profiles, format);
    if (found.profile == nullptr) return {};
    return {found.columns, is_by_signature, found.profile->delimiter.has_value()};
}

DetectedPortal detect_portal(
    const std::vector<FirstRecord>& records, const ImportSettings& settings, const TextFormat& format)
{
    const auto profiles = profiles_in_force(settings);
    Candidate found = find_by_signature(records, profiles, format);
    const bool has_known_signature = found.profile != nullptr;
    if (!has_known_signature && settings.portal) found = find_by_columns(records, profiles, format);
    if (found.profile == nullptr) refuse_unknown(records, settings);

    const FirstRecord& header = records[found.record];
    DetectedPortal detected{
        found.profile, has_known_signature, found.record, ColumnMap{header.cells, *found.profile}};
    const auto missing = detected.columns.missing(*found.profile);
    if (missing.empty()) return detected;
    refuse_file(has_known_signature ? "file.required_column_missing" : "file.header_mismatch", header.line,
        {{"portal", found.profile->id}, {"column", joined(missing)}});
}

}  // namespace furusato::portal_import
