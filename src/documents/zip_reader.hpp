#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "documents/spooled_file.hpp"
#include "furusato/application/packed_files.hpp"

namespace furusato::documents {

/// One entry as the directory at the end of the archive tells it.
struct ZipEntry {
    std::string name;  // bytes as in the archive
    bool is_name_utf8 = false;
    bool is_encrypted = false;
    bool is_folder = false;
    bool is_link = false;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed_size = 0;
    std::uint64_t size = 0;
    std::uint64_t header_at = 0;
    std::uint64_t bytes_at = 0;
};

/// A zip archive by its directory, which alone counts: what stands between the entries is never looked at.
///
/// Places and sizes are checked before anything is unpacked: no entry overlaps another, none lies outside the file, and what the directory
/// says of an entry is what its own header says.
class ZipReader {
public:
    /// Throws Refusal{Invalid, "file.damaged"} for what is no whole zip archive, "file.unpacks_too_large" for entries that share bytes.
    explicit ZipReader(std::shared_ptr<const SpooledFile> file);

    const std::vector<ZipEntry>& entries() const { return entries_; }
    const ZipEntry* find(const std::string& name) const;
    /// Throws Refusal for an entry that is encrypted or packed in another way than deflated, and for a link.
    std::unique_ptr<portal_import::ByteSource> open(const ZipEntry& entry) const;

private:
    struct Directory {
        std::uint64_t first = 0;
        std::uint64_t size = 0;
        std::uint64_t entries = 0;
    };
    Directory find_directory() const;
    void read_entries(const Directory& directory);
    void find_bytes(ZipEntry& entry, const Directory& directory) const;
    void refuse_overlaps() const;
    std::string bytes_at(std::uint64_t offset, std::uint64_t size) const;

    std::shared_ptr<const SpooledFile> file_;
    std::vector<ZipEntry> entries_;
};

}  // namespace furusato::documents
