// A portal file through all stages of an import, by the profiles that ship: refused, or every record accounted for.
#include <cstdlib>

#include "fuzz/fuzz_bytes.hpp"
#include "golden/import_settings.hpp"

namespace {

using namespace furusato;

void import_all(portal_import::ByteSource& source, const portal_import::ImportSettings& settings)
{
    portal_import::PortalFile file{source, settings};
    long rows = 0;
    while (const auto outcome = file.next()) rows += outcome->rows + outcome->skipped_rows;
    if (rows != file.rows()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    static const tests::ShippedRules rules{FURUSATO_ETC};
    auto settings = rules.settings(domain::Date{2026, 11, 22});
    if (size > 0 && bytes[size - 1] % 2 == 1) settings.portal = "generic";
    const auto source = tests::fuzz_bytes(bytes, size);
    try {
        import_all(*source, settings);
    } catch (const domain::Refusal&) {
        // Said plainly: that is all a bad file may lead to.
    }
    return 0;
}
