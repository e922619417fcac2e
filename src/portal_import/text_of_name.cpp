#include "furusato/portal_import/text_of_name.hpp"

#include "portal_import/decode.hpp"

namespace furusato::portal_import {

std::string text_of_name(std::string_view bytes, bool is_utf8)
{
    const bool reads_as_utf8 = is_utf8 || !first_undecodable(bytes, Encoding::Utf8);
    const std::string text = decoded(bytes, reads_as_utf8 ? Encoding::Utf8 : Encoding::Cp932);
    std::string name;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool is_control = byte < 0x20 || byte == 0x7F;
        name += is_control ? std::string{"\uFFFD"} : std::string{letter};
    }
    return name;
}

}  // namespace furusato::portal_import
