#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

namespace furusato::cli {

/// A bar with rate and time left on a terminal, nothing elsewhere. `unit` is what is counted, "行" for example.
std::function<void(std::int64_t done, std::int64_t in_all)> progress_bar(
    std::ostream& err, const std::string& unit);

}  // namespace furusato::cli
