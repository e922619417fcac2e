#include "documents/zip_reader.hpp"

#include <algorithm>
#include <utility>

#include "documents/inflating_source.hpp"
#include "documents/refuse_packed.hpp"

namespace furusato::documents {
namespace {

// APPNOTE.TXT 6.3: signatures, and what lies where behind them.
constexpr std::string_view kLocalHeader = "PK\x03\x04";
constexpr std::string_view kDirectoryEntry = "PK\x01\x02";
constexpr std::string_view kDirectoryEnd = "PK\x05\x06";
constexpr std::string_view kDirectoryEnd64 = "PK\x06\x06";
constexpr std::string_view kLocator64 = "PK\x06\x07";
constexpr std::uint64_t kLocalHeaderSize = 30;
constexpr std::uint64_t kDirectoryEntrySize = 46;
constexpr std::uint64_t kDirectoryEndSize = 22;
constexpr std::uint64_t kDirectoryEnd64Size = 56;
constexpr std::uint64_t kLocator64Size = 20;
constexpr std::uint64_t kLongestComment = 65'535;
constexpr std::uint64_t kMostEntries = 65'535;
constexpr std::uint64_t kLargestDirectory = std::uint64_t{64} << 20;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;  // the figure stands in the extra field
constexpr std::uint16_t kExtra64 = 1;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;
constexpr unsigned kEncryptedFlags = 0x2041;  // encrypted, strongly encrypted, directory encrypted
constexpr unsigned kUtf8Flag = 0x0800;
constexpr unsigned kUnixKind = 0xF000;
constexpr unsigned kUnixRegular = 0x8000;
constexpr unsigned kUnixFolder = 0x4000;

std::uint64_t number_at(std::string_view bytes, std::size_t offset, std::size_t size)
{
    if (offset + size > bytes.size()) refuse_damaged();
    std::uint64_t number = 0;
    for (std::size_t at = size; at > 0; --at)
        number = number << 8 | static_cast<unsigned char>(bytes[offset + at - 1]);
    return number;
}

// The stored bytes of an entry, held against its check sum.
class StoredSource final : public portal_import::ByteSource {
public:
    StoredSource(std::unique_ptr<portal_import::ByteSource> bytes, PromisedContent promised)
        : bytes_{std::move(bytes)}, promised_{promised}
    {}

    std::size_t read(char* buffer, std::size_t size) override
    {
        const std::size_t count = bytes_->read(buffer, size);
        given_ += count;
        crc_ = static_cast<std::uint32_t>(
            ::crc32(crc_, reinterpret_cast<const Bytef*>(buffer), static_cast<uInt>(count)));
        if (count == 0 && size > 0 && (given_ != promised_.size || crc_ != promised_.crc)) refuse_damaged();
        return count;
    }

    void rewind() override
    {
        bytes_->rewind();
        given_ = 0;
        crc_ = 0;
    }

private:
    std::unique_ptr<portal_import::ByteSource> bytes_;
    PromisedContent promised_;
    std::uint64_t given_ = 0;
    std::uint32_t crc_ = 0;
};

// Sizes and place of a large entry stand in its extra field, each only if its 32 bits are full.
void read_extra64(ZipEntry& entry, std::string_view extra)
{
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const auto id = number_at(extra, at, 2);
        const auto size = static_cast<std::size_t>(number_at(extra, at + 2, 2));
        const std::string_view field = extra.substr(at + 4, size);
        at += 4 + size;
        if (id != kExtra64) continue;
        std::size_t next = 0;
        for (std::uint64_t* figure : {&entry.size, &entry.packed_size, &entry.header_at}) {
            if (*figure != kIn64) continue;
            *figure = number_at(field, next, 8);
            next += 8;
        }
    }
}

ZipEntry entry_of(std::string_view head, std::string_view name, std::string_view extra)
{
    ZipEntry entry;
    const auto flags = static_cast<unsigned>(number_at(head, 8, 2));
    entry.name = name;
    entry.is_name_utf8 = (flags & kUtf8Flag) != 0;
    entry.is_encrypted = (flags & kEncryptedFlags) != 0;
    entry.method = static_cast<std::uint16_t>(number_at(head, 10, 2));
    entry.crc = static_cast<std::uint32_t>(number_at(head, 16, 4));
    entry.packed_size = number_at(head, 20, 4);
    entry.size = number_at(head, 24, 4);
    entry.header_at = number_at(head, 42, 4);
    read_extra64(entry, extra);
    const auto kind = static_cast<unsigned>(number_at(head, 38, 4) >> 16) & kUnixKind;
    entry.is_folder = kind == kUnixFolder || name.ends_with('/') || name.ends_with('\\');
    entry.is_link = !entry.is_folder && kind != 0 && kind != kUnixRegular;
    return entry;
}

}  // namespace

ZipReader::ZipReader(std::shared_ptr<const SpooledFile> file) : file_{std::move(file)}
{
    const Directory directory = find_directory();
    read_entries(directory);
    for (ZipEntry& entry : entries_) find_bytes(entry, directory);
    refuse_overlaps();
}

std::string ZipReader::bytes_at(std::uint64_t offset, std::uint64_t size) const
{
    if (offset > file_->size() || size > file_->size() - offset) refuse_damaged();
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const std::size_t count = file_->read_at(offset + done, bytes.data() + done, bytes.size() - done);
        if (count == 0) refuse_damaged();
        done += count;
    }
    return bytes;
}

ZipReader::Directory ZipReader::find_directory() const
{
    const std::uint64_t tail_size = std::min(file_->size(), kDirectoryEndSize + kLongestComment);
    const std::uint64_t tail_at = file_->size() - tail_size;
    const std::string tail = bytes_at(tail_at, tail_size);
    std::size_t end = tail.rfind(kDirectoryEnd);
    while (end != std::string::npos &&
           (end + kDirectoryEndSize > tail.size() ||
               number_at(tail, end + 20, 2) != tail.size() - end - kDirectoryEndSize)) {
        end = end == 0 ? std::string::npos : tail.rfind(kDirectoryEnd, end - 1);
    }
    if (end == std::string::npos) refuse_damaged();
    Directory found{number_at(tail, end + 16, 4), number_at(tail, end + 12, 4), number_at(tail, end + 10, 2)};
    std::uint64_t behind_directory = tail_at + end;
    const bool is_64 = end >= kLocator64Size && tail.compare(end - kLocator64Size, 4, kLocator64) == 0;
    if (is_64) {
        behind_directory = number_at(tail, end - kLocator64Size + 8, 8);
        const std::string end64 = bytes_at(behind_directory, kDirectoryEnd64Size);
        if (!end64.starts_with(kDirectoryEnd64)) refuse_damaged();
        found = {number_at(end64, 48, 8), number_at(end64, 40, 8), number_at(end64, 32, 8)};
    }
    if (found.entries > kMostEntries || found.size > kLargestDirectory)
        refuse_packed("file.unpacks_too_large");
    if (found.first > behind_directory || found.size != behind_directory - found.first) refuse_damaged();
    return found;
}

void ZipReader::read_entries(const Directory& directory)
{
    const std::string bytes = bytes_at(directory.first, directory.size);
    const std::string_view all = bytes;
    std::size_t at = 0;
    for (std::uint64_t number = 0; number < directory.entries; ++number) {
        const std::string_view head = all.substr(std::min(at, all.size()), kDirectoryEntrySize);
        if (!head.starts_with(kDirectoryEntry)) refuse_damaged();
        const auto name_size = static_cast<std::size_t>(number_at(head, 28, 2));
        const auto extra_size = static_cast<std::size_t>(number_at(head, 30, 2));
        const auto comment_size = static_cast<std::size_t>(number_at(head, 32, 2));
        const std::size_t name_at = at + kDirectoryEntrySize;
        if (name_at + name_size + extra_size + comment_size > all.size()) refuse_damaged();
        entries_.push_back(
            entry_of(head, all.substr(name_at, name_size), all.substr(name_at + name_size, extra_size)));
        at = name_at + name_size + extra_size + comment_size;
    }
    if (at != all.size()) refuse_damaged();
}

void ZipReader::find_bytes(ZipEntry& entry, const Directory& directory) const
{
    const std::string head = bytes_at(entry.header_at, kLocalHeaderSize);
    if (!head.starts_with(kLocalHeader)) refuse_damaged();
    const std::uint64_t name_size = number_at(head, 26, 2);
    if (bytes_at(entry.header_at + kLocalHeaderSize, name_size) != entry.name) refuse_damaged();
    entry.bytes_at = entry.header_at + kLocalHeaderSize + name_size + number_at(head, 28, 2);
    if (entry.bytes_at > directory.first || entry.packed_size > directory.first - entry.bytes_at)
        refuse_damaged();
}

void ZipReader::refuse_overlaps() const
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
    places.reserve(entries_.size());
    for (const ZipEntry& entry : entries_)
        places.emplace_back(entry.header_at, entry.bytes_at + entry.packed_size);
    std::sort(places.begin(), places.end());
    for (std::size_t at = 1; at < places.size(); ++at) {
        if (places[at].first < places[at - 1].second) refuse_packed("file.unpacks_too_large");
    }
}

const ZipEntry* ZipReader::find(const std::string& name) const
{
    const auto found = std::find_if(
        entries_.begin(), entries_.end(), [&](const ZipEntry& entry) { return entry.name == name; });
    return found == entries_.end() ? nullptr : &*found;
}

std::unique_ptr<portal_import::ByteSource> ZipReader::open(const ZipEntry& entry) const
{
    if (entry.is_encrypted) refuse_packed("file.encrypted");
    if (entry.is_link || (entry.method != kStored && entry.method != kDeflated))
        refuse_packed("file.packed_otherwise");
    auto bytes = std::make_unique<SpooledRange>(file_, entry.bytes_at, entry.packed_size);
    const PromisedContent promised{entry.size, entry.crc};
    if (entry.method == kStored) return std::make_unique<StoredSource>(std::move(bytes), promised);
    return std::make_unique<InflatingSource>(std::move(bytes), Wrapping::None, promised);
}

}  // namespace furusato::documents
