// Bytes as text in each encoding: whatever comes in, what goes out is UTF-8.
#include <cstdlib>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/text_of_name.hpp"
#include "fuzz/fuzz_bytes.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/decode_utf16.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace furusato::portal_import;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    for (const Encoding encoding : {Encoding::Utf8, Encoding::Cp932}) {
        const std::string shown = decoded(text, encoding);
        if (first_undecodable(shown, Encoding::Utf8)) std::abort();
        fold_word(shown);
        compose_kana(shown);
    }
    text_of_name(text, size % 2 == 0);
    const auto source = furusato::tests::fuzz_bytes(bytes, size);
    if (const auto utf16 = utf16_text(*source)) furusato::tests::read_through(*utf16);
    return 0;
}
