#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/spooled_file.hpp"

namespace furusato::documents {

/// Many texts by their number in little memory: they lie in a file without a name, what was asked for lately is kept.
class TextStore {
public:
    explicit TextStore(const std::filesystem::path& folder);

    void add(std::string_view text);
    std::size_t size() const { return ends_.size(); }
    /// Valid until the next one is asked for. Only for a number below size().
    std::string_view operator[](std::size_t number);

private:
    void flush();

    SpooledFile file_;
    std::string waiting_;              // not in the file yet
    std::vector<std::uint64_t> ends_;  // of each text, as if all lay in one
    std::vector<std::pair<std::size_t, std::string>> kept_;
};

}  // namespace furusato::documents
