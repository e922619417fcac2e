#include "documents/part_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

constexpr std::size_t kBufferSize{262'144};

/// Whether the path still names the open file: another run may have renamed it between our open and our lock.
bool is_still_named(int descriptor, const std::filesystem::path& path)
{
    struct stat open_file {};
    struct stat named_file {};
    return fstat(descriptor, &open_file) == 0 && stat(path.c_str(), &named_file) == 0 &&
           open_file.st_ino == named_file.st_ino && open_file.st_dev == named_file.st_dev;
}

void sync_folder(const std::filesystem::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    // Some network file systems cannot sync a folder; the file itself is on the disk already.
    (void)::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

PartFile::PartFile(std::filesystem::path target)
    : target_{std::move(target)}, part_{target_.parent_path() / ("." + target_.filename().string() + ".part")}
{
    std::error_code ignored;
    const auto status = std::filesystem::status(target_, ignored);
    // Renaming over a folder or a device would fail, or do harm, after all the work is done.
    if (!target_.has_filename() || (exists(status) && !is_regular_file(status))) {
        error_ = is_directory(status) ? EISDIR : EINVAL;
        refuse();
    }
    buffer_.reserve(kBufferSize);
    open_part();
}

void PartFile::open_part()
{
    for (;;) {
        descriptor_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
        if (descriptor_ < 0) {
            error_ = errno;
            refuse();
        }
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
            ::close(descriptor_);
            throw domain::Refusal{domain::RefusalKind::Conflict, "file.busy", {{"file", target_.string()}}};
        }
        if (is_still_named(descriptor_, part_)) break;
        ::close(descriptor_);
    }
    // A part left by a killed run is taken over.
    if (::ftruncate(descriptor_, 0) != 0) error_ = errno;
}

PartFile::~PartFile()
{
    if (descriptor_ < 0) return;
    // Unlinked before the lock is given up, so that only our own part can be removed.
    ::unlink(part_.c_str());
    ::close(descriptor_);
}

bool PartFile::write(const unsigned char* bytes, std::size_t size) noexcept
{
    if (buffer_.size() + size > kBufferSize && !flush()) return false;
    if (size <= kBufferSize) {
        buffer_.insert(buffer_.end(), bytes, bytes + size);
        return error_ == 0;
    }
    while (size > 0) {
        const std::size_t piece = size < kBufferSize ? size : kBufferSize;
        buffer_.insert(buffer_.end(), bytes, bytes + piece);
        if (!flush()) return false;
        bytes += piece;
        size -= piece;
    }
    return true;
}

bool PartFile::flush() noexcept
{
    std::size_t done = 0;
    while (error_ == 0 && done < buffer_.size()) {
        const auto written = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
        if (written >= 0) {
            done += static_cast<std::size_t>(written);
        } else if (errno != EINTR) {
            error_ = errno;
        }
    }
    buffer_.clear();
    return error_ == 0;
}

void PartFile::commit()
{
    if (!flush()) refuse();
    if (::fsync(descriptor_) != 0 || ::rename(part_.c_str(), target_.c_str()) != 0) {
        error_ = errno;
        refuse();
    }
    ::close(descriptor_);
    descriptor_ = -1;
    sync_folder(target_);
}

void PartFile::refuse() const
{
    throw domain::Refusal{domain::RefusalKind::Invalid, "file.not_writable",
        {{"file", target_.string()}, {"reason", std::generic_category().message(error_)}}};
}

}  // namespace furusato::documents
