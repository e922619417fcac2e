#include "furusato/persistence/file_archive.hpp"

#include <Poco/InflatingStream.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "furusato/application/storage_error.hpp"
#include "furusato/domain/refusal.hpp"
#include "persistence/gzip_blocks.hpp"

namespace furusato::persistence {
namespace {

using application::StorageError;
using domain::Refusal;
using domain::RefusalKind;
using portal_import::ByteSource;

constexpr std::size_t kBlock = 1 << 20;

class FileSource final : public ByteSource {
public:
    explicit FileSource(const std::filesystem::path& file) : name_{file.filename().string()}
    {
        std::error_code unknown;
        const auto status = std::filesystem::status(file, unknown);
        if (!std::filesystem::exists(status))
            throw Refusal{RefusalKind::NotFound, "file.not_found", {{"file", name_}}};
        if (std::filesystem::is_directory(status))
            throw Refusal{RefusalKind::Invalid, "file.is_directory", {{"file", name_}}};
        descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor_ < 0) refuse();
    }
    /// Takes the descriptor over.
    FileSource(std::string name, int descriptor) : name_{std::move(name)}, descriptor_{descriptor}
    {
        if (descriptor_ < 0) refuse();
    }
    ~FileSource() override
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    std::size_t read(char* buffer, std::size_t size) override
    {
        for (;;) {
            const ssize_t count = ::read(descriptor_, buffer, size);
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) refuse();
        }
    }

    void rewind() override
    {
        if (::lseek(descriptor_, 0, SEEK_SET) != 0) refuse();
    }

private:
    [[noreturn]] void refuse() const
    {
        throw Refusal{RefusalKind::Invalid, "file.unreadable", {{"file", name_}}};
    }
    std::string name_;
    int descriptor_ = -1;
};

class GzipSource final : public ByteSource {
public:
    explicit GzipSource(std::filesystem::path file) : file_{std::move(file)} { GzipSource::rewind(); }

    std::size_t read(char* buffer, std::size_t size) override
    {
        unzipped_->read(buffer, static_cast<std::streamsize>(size));
        return static_cast<std::size_t>(unzipped_->gcount());
    }

    void rewind() override
    {
        unzipped_.reset();
        stream_ = std::ifstream{file_, std::ios::binary};
        if (!stream_) throw Refusal{RefusalKind::NotFound, "archive.missing"};
        unzipped_ =
            std::make_unique<Poco::InflatingInputStream>(stream_, Poco::InflatingStreamBuf::STREAM_GZIP);
    }

private:
    std::filesystem::path file_;
    std::ifstream stream_;
    std::unique_ptr<Poco::InflatingInputStream> unzipped_;
};

void sync_to_disk(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced)
        throw StorageError{errno == ENOSPC ? "database.full" : "database.io", "cannot sync the archive"};
}

class FolderArchive final : public application::FileArchive {
public:
    explicit FolderArchive(std::filesystem::path folder) : folder_{std::move(folder)} {}

    void keep(ByteSource& source, const std::string& name) override
    {
        const auto target = folder_ / name;
        std::error_code failure;
        std::filesystem::create_directories(folder_, failure);
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, failure);
        const auto part = folder_ / (name + "." + std::to_string(::getpid()) + ".part");
        try {
            write_gzip(source, part);
            sync_to_disk(part);
            std::filesystem::rename(part, target);
            sync_to_disk(folder_);
        } catch (const std::filesystem::filesystem_error& error) {
            std::filesystem::remove(part, failure);
            throw StorageError{"database.io", error.code().message()};
        } catch (...) {
            std::filesystem::remove(part, failure);
            throw;
        }
    }

    bool holds(const std::string& name) const override { return std::filesystem::exists(folder_ / name); }

    void remove(const std::string& name) override
    {
        std::error_code failure;
        const bool was_there = std::filesystem::remove(folder_ / name, failure);
        if (failure) throw StorageError{"database.io", failure.message()};
        if (was_there) sync_to_disk(folder_);
    }

    std::unique_ptr<ByteSource> open(const std::string& name) const override
    {
        return std::make_unique<GzipSource>(folder_ / name);
    }

private:
    /// Fills the block as far as the source goes; false at its end.
    static bool read_block(ByteSource& source, std::string& block)
    {
        std::size_t size = 0;
        while (size < block.size()) {
            const std::size_t count = source.read(block.data() + size, block.size() - size);
            if (count == 0) break;
            size += count;
        }
        block.resize(size);
        return size > 0;
    }

    static void write_gzip(ByteSource& source, const std::filesystem::path& part)
    {
        const mode_t before = ::umask(S_IRWXG | S_IRWXO);
        std::ofstream file{part, std::ios::binary};
        ::umask(before);
        GzipBlocks zipped{file};
        source.rewind();
        for (std::string block(kBlock, '\0'); read_block(source, block); block.resize(kBlock))
            zipped.add(block);
        zipped.finish();
        file.close();
        if (!file)
            throw StorageError{errno == ENOSPC ? "database.full" : "database.io", "cannot write the archive"};
    }

    std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<ByteSource> open_file_source(const std::filesystem::path& file)
{
    return std::make_unique<FileSource>(file);
}

std::unique_ptr<ByteSource> open_standard_input()
{
    return std::make_unique<FileSource>("stdin", ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
}

std::unique_ptr<application::FileArchive> open_file_archive(const std::filesystem::path& folder)
{
    return std::make_unique<FolderArchive>(folder);
}

}  // namespace furusato::persistence
