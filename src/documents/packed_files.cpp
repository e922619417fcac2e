#include "furusato/documents/packed_files.hpp"

#include <string_view>
#include <utility>

#include "documents/inflating_source.hpp"
#include "documents/spooled_file.hpp"
#include "documents/xlsx_reader.hpp"
#include "documents/zip_reader.hpp"

namespace furusato::documents {
namespace {

using application::PackedArchive;
using portal_import::ByteSource;

class PackedFilesReader final : public application::PackedFiles {
public:
    explicit PackedFilesReader(std::filesystem::path folder) : folder_{std::move(folder)} {}

    std::unique_ptr<ByteSource> spooled(ByteSource& bytes) const override
    {
        const auto file = spool(bytes);
        return std::make_unique<SpooledRange>(file, 0, file->size());
    }

    std::unique_ptr<ByteSource> gunzipped(std::unique_ptr<ByteSource> bytes) const override
    {
        return std::make_unique<InflatingSource>(std::move(bytes), Wrapping::Gzip);
    }

    PackedArchive open_archive(ByteSource& bytes) const override
    {
        const auto zip = std::make_shared<const ZipReader>(spool(bytes));
        PackedArchive archive;
        archive.is_workbook = is_workbook(*zip);
        for (const ZipEntry& entry : zip->entries()) {
            if (!entry.is_folder)
                archive.entries.push_back(
                    {entry.name, entry.is_name_utf8, [zip, &entry] { return zip->open(entry); }});
        }
        return archive;
    }

    std::unique_ptr<application::Workbook> open_workbook(ByteSource& bytes) const override
    {
        return std::make_unique<XlsxReader>(std::make_shared<const ZipReader>(spool(bytes)), folder_);
    }

private:
    std::shared_ptr<const SpooledFile> spool(ByteSource& bytes) const
    {
        auto file = std::make_shared<SpooledFile>(folder_);
        file->append_all(bytes);
        return file;
    }

    std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<application::PackedFiles> make_packed_files(const std::filesystem::path& folder)
{
    return std::make_unique<PackedFilesReader>(folder);
}

}  // namespace furusato::documents
