#include "documents/spooled_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "furusato/application/storage_error.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

constexpr std::size_t kChunk = 1 << 18;

[[noreturn]] void fail()
{
    throw application::StorageError{
        errno == ENOSPC ? "database.full" : "database.io", "cannot write a passing file"};
}

// Not every file system knows files without a name from the start.
int open_nameless(const std::filesystem::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return descriptor;
    std::string name = (folder / "passing.XXXXXX").string();
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) ::unlink(name.c_str());
    return named;
}

}  // namespace

SpooledFile::SpooledFile(const std::filesystem::path& folder) : descriptor_{open_nameless(folder)}
{
    if (descriptor_ < 0) fail();
}

SpooledFile::~SpooledFile()
{
    ::close(descriptor_);
}

void SpooledFile::append(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail();
        bytes.remove_prefix(static_cast<std::size_t>(count));
        size_ += static_cast<std::uint64_t>(count);
    }
}

void SpooledFile::append_all(portal_import::ByteSource& source)
{
    std::vector<char> buffer(kChunk);
    while (const std::size_t count = source.read(buffer.data(), buffer.size()))
        append({buffer.data(), count});
}

std::size_t SpooledFile::read_at(std::uint64_t offset, char* buffer, std::size_t size) const
{
    for (;;) {
        const ssize_t count = ::pread(descriptor_, buffer, size, static_cast<off_t>(offset));
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) throw domain::Refusal{domain::RefusalKind::Invalid, "file.unreadable"};
    }
}

std::size_t SpooledRange::read(char* buffer, std::size_t size)
{
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - at_));
    if (wanted == 0) return 0;
    const std::size_t count = file_->read_at(first_ + at_, buffer, wanted);
    at_ += count;
    return count;
}

}  // namespace furusato::documents
