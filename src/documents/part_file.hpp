#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace furusato::documents {

/// A file that grows beside its target as ".<name>.part" and replaces it only when it is complete and on the disk.
class PartFile {
public:
    /// Throws domain::Refusal{Invalid, "file.not_writable"}, or {Conflict, "file.busy"} while another run writes it.
    explicit PartFile(std::filesystem::path target);
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    /// Removes what was written unless commit() succeeded.
    ~PartFile();

    /// False once the disk refused something; never throws, as it is called from C code.
    bool write(const unsigned char* bytes, std::size_t size) noexcept;
    /// Makes the file durable and gives it its name. Throws domain::Refusal{Invalid, "file.not_writable"}.
    void commit();
    [[noreturn]] void refuse() const;

private:
    bool flush() noexcept;
    void open_part();

    std::filesystem::path target_;
    std::filesystem::path part_;
    std::vector<unsigned char> buffer_;
    int descriptor_ = -1;
    int error_ = 0;
};

}  // namespace furusato::documents
