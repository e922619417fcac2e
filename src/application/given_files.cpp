#include "furusato/application/given_files.hpp"

#include <algorithm>
#include <utility>

#include "application/packed_marks.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/first_bytes.hpp"
#include "furusato/portal_import/text_of_name.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;
using portal_import::ByteSource;

constexpr std::size_t kMostFiles = 1'000;

std::vector<std::string> parts_of(const std::string& name)
{
    std::vector<std::string> parts{""};
    for (const char letter : name) {
        if (letter == '/' || letter == '\\') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string name;
    for (const auto& part : parts) name += (name.empty() ? "" : "/") + part;
    return name;
}

// What systems put beside the files of their users.
bool is_by_the_system(const std::vector<std::string>& parts)
{
    constexpr std::string_view names[] = {".DS_Store", "Thumbs.db", "desktop.ini"};
    const auto is_last = [&](std::string_view name) { return parts.back() == name; };
    return parts.front() == "__MACOSX" || std::any_of(std::begin(names), std::end(names), is_last);
}

// Nothing is ever written under such a name, but who made it meant no good.
bool leads_out(const std::vector<std::string>& parts)
{
    const auto climbs = [](const std::string& part) { return part == ".."; };
    return parts.front().empty() || parts.front().ends_with(':') ||
           std::any_of(parts.begin(), parts.end(), climbs);
}

[[noreturn]] void refuse(const char* code)
{
    throw Refusal{RefusalKind::Invalid, code};
}

std::unique_ptr<ByteSource> open_entry(const PackedEntry& entry)
{
    auto source = entry.open();
    const std::string start = portal_import::first_bytes(*source, kZipStart.size());
    if (start.starts_with(kGzipStart)) refuse("file.nested_archive");
    return source;
}

GivenFile file_of(const PackedFiles& packed_files, const std::string& archive, const PackedEntry& entry)
{
    // The encoding first: a second byte of CP932 may look like a backslash.
    const auto parts = parts_of(portal_import::text_of_name(entry.name, entry.is_name_utf8));
    GivenFile file{archive + "/" + joined(parts), {}};
    if (leads_out(parts)) {
        file.open = []() -> std::unique_ptr<ByteSource> { refuse("file.name_leads_out"); };
    } else {
        file.open = [&packed_files, entry] {
            auto source = open_entry(entry);
            const bool is_zip = portal_import::first_bytes(*source, kZipStart.size()).starts_with(kZipStart);
            if (is_zip && !packed_files.open_archive(*source).is_workbook) refuse("file.nested_archive");
            source->rewind();
            return source;
        };
    }
    return file;
}

}  // namespace

std::vector<GivenFile> given_files(
    const PackedFiles& packed_files, const std::string& name, std::unique_ptr<ByteSource> bytes)
{
    // Opened once each, but a std::function must be able to be copied.
    const auto whole = std::make_shared<std::unique_ptr<ByteSource>>(std::move(bytes));
    const std::string start = portal_import::first_bytes(**whole, kZipStart.size());
    if (start.starts_with(kGzipStart))
        return {{name, [&packed_files, whole] { return packed_files.gunzipped(std::move(*whole)); }}};
    const GivenFile itself{name, [whole] { return std::move(*whole); }};
    if (!start.starts_with(kZipStart)) return {itself};
    const PackedArchive archive = packed_files.open_archive(**whole);
    if (archive.is_workbook) {
        (*whole)->rewind();
        return {itself};
    }
    std::vector<GivenFile> files;
    for (const PackedEntry& entry : archive.entries) {
        if (is_by_the_system(parts_of(entry.name))) continue;
        if (files.size() == kMostFiles) refuse("file.unpacks_too_large");
        files.push_back(file_of(packed_files, name, entry));
    }
    if (files.empty()) refuse("file.archive_empty");
    return files;
}

}  // namespace furusato::application
