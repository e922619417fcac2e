// A gzip file, a zip archive, a workbook: unpacked as far as it is one, else refused.
#include <filesystem>

#include "furusato/application/given_files.hpp"
#include "furusato/documents/packed_files.hpp"
#include "furusato/domain/refusal.hpp"
#include "fuzz/fuzz_bytes.hpp"

namespace {

using namespace furusato;

template <class Work>
void refused_or_done(const Work& work)
{
    try {
        work();
    } catch (const domain::Refusal&) {
        // Said plainly.
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    static const auto packed_files = documents::make_packed_files(std::filesystem::temp_directory_path());
    refused_or_done([&] {
        const auto files = application::given_files(*packed_files, "fuzz", tests::fuzz_bytes(bytes, size));
        for (const auto& file : files) {
            refused_or_done([&] { tests::read_through(*file.open()); });
        }
    });
    refused_or_done([&] {
        const auto source = tests::fuzz_bytes(bytes, size);
        const auto workbook = packed_files->open_workbook(*source);
        for (std::size_t sheet = 0; sheet < workbook->sheets().size(); ++sheet) {
            refused_or_done([&] { tests::read_through(*workbook->text_of(sheet)); });
        }
    });
    return 0;
}
