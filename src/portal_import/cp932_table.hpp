#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace furusato::portal_import {

/// The characters of Windows-31J as glibc's iconv maps them; all lie in the BMP (names_and_addresses.md
/// §3.1).
class Cp932Table {
public:
    /// Throws std::runtime_error when this system's iconv lacks CP932.
    Cp932Table();

    enum class Kind : std::uint8_t { None, Single, Lead };
    /// What a byte is at the start of a character.
    Kind kind_of(unsigned char byte) const { return kinds_[byte]; }
    char16_t single(unsigned char byte) const { return singles_[byte]; }
    /// 0 where the pair is no character.
    char16_t pair(unsigned char lead, unsigned char trail) const { return pairs_[lead * 256U + trail]; }

private:
    void fill_pairs_of(void* converter, unsigned lead);

    std::array<Kind, 256> kinds_{};
    std::array<char16_t, 256> singles_{};
    std::vector<char16_t> pairs_;
};

/// The one table of the process, built at first use.
const Cp932Table& cp932_table();

}  // namespace furusato::portal_import
