#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "furusato/application/packed_files.hpp"

namespace furusato::documents {

/// A file without a name: the system removes it with its last holder, also when the process is killed.
class SpooledFile {
public:
    /// Throws StorageError when the folder takes no file.
    explicit SpooledFile(const std::filesystem::path& folder);
    ~SpooledFile();
    SpooledFile(const SpooledFile&) = delete;
    SpooledFile& operator=(const SpooledFile&) = delete;

    /// Throws StorageError, "database.full" when the disk is.
    void append(std::string_view bytes);
    void append_all(portal_import::ByteSource& source);
    /// Bytes read from there on, 0 behind the end.
    std::size_t read_at(std::uint64_t offset, char* buffer, std::size_t size) const;
    std::uint64_t size() const { return size_; }

private:
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

/// A stretch of a file without a name.
class SpooledRange final : public portal_import::ByteSource {
public:
    SpooledRange(std::shared_ptr<const SpooledFile> file, std::uint64_t first, std::uint64_t size)
        : file_{std::move(file)}, first_{first}, size_{size}
    {}
    std::size_t read(char* buffer, std::size_t size) override;
    void rewind() override { at_ = 0; }

private:
    std::shared_ptr<const SpooledFile> file_;
    std::uint64_t first_;
    std::uint64_t size_;
    std::uint64_t at_ = 0;
};

}  // namespace furusato::documents
