#include "portal_import/cp932_table.hpp"

#include <iconv.h>

#include <memory>
#include <stdexcept>

namespace furusato::portal_import {
namespace {

// One character to UTF-16LE; 0 when iconv knows none.
char16_t convert(iconv_t converter, char* bytes, std::size_t size)
{
    std::array<unsigned char, 8> out{};
    char* in_at = bytes;
    char* out_at = reinterpret_cast<char*>(out.data());
    std::size_t in_left = size;
    std::size_t out_left = out.size();
    const std::size_t result = iconv(converter, &in_at, &in_left, &out_at, &out_left);
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (result == static_cast<std::size_t>(-1) || in_left != 0 || out_left != out.size() - 2) return 0;
    return static_cast<char16_t>(out[0] | (out[1] << 8));
}

}  // namespace

Cp932Table::Cp932Table() : pairs_(std::size_t{256} * 256)
{
    const iconv_t opened = iconv_open("UTF-16LE", "CP932");
    const bool has_failed = reinterpret_cast<std::intptr_t>(opened) == -1;
    if (has_failed) throw std::runtime_error{"iconv of this system has no CP932"};
    const std::unique_ptr<void, int (*)(void*)> converter{opened, iconv_close};
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool is_lead = (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC);
        if (is_lead) {
            kinds_[byte] = Kind::Lead;
            fill_pairs_of(converter.get(), byte);
        } else if (byte < 0x80 || (byte >= 0xA1 && byte <= 0xDF)) {
            char bytes = static_cast<char>(byte);
            kinds_[byte] = Kind::Single;
            singles_[byte] = convert(converter.get(), &bytes, 1);
        }
    }
}

void Cp932Table::fill_pairs_of(void* converter, unsigned lead)
{
    for (unsigned trail = 0x40; trail <= 0xFC; ++trail) {
        std::array<char, 2> bytes{static_cast<char>(lead), static_cast<char>(trail)};
        if (trail != 0x7F) pairs_[lead * 256 + trail] = convert(converter, bytes.data(), bytes.size());
    }
}

const Cp932Table& cp932_table()
{
    static const Cp932Table table;
    return table;
}

}  // namespace furusato::portal_import
