// A portal profile as somebody wrote it: read, or refused.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "furusato/domain/refusal.hpp"
#include "main/portal_profiles.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace furusato;
    static const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("furusato-fuzz-" + std::to_string(::getpid()) + ".json");
    std::ofstream{file, std::ios::binary}.write(
        reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    try {
        composition::read_portal_profile(file);
    } catch (const domain::Refusal&) {
        // Said plainly, with the file's name.
    }
    std::filesystem::remove(file);
    return 0;
}
