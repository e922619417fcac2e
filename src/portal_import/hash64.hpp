#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace furusato::portal_import {

static_assert(
    std::endian::native == std::endian::little, "stored content hashes are those of little-endian machines");

/// A 64-bit hash, eight bytes at a step. It must stay the same in every version: content hashes are stored.
class Hash64 {
public:
    Hash64& add(std::uint64_t word)
    {
        state_ = (state_ ^ word) * 0x9DDFEA08EB382D69U;
        state_ ^= state_ >> 32;
        return *this;
    }

    /// Adds a text and its length, so that texts never run into each other.
    Hash64& add(std::string_view text)
    {
        add(text.size());
        std::uint64_t word = 0;
        for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
            std::memcpy(&word, text.data(), sizeof word);
            add(word);
        }
        word = 0;
        for (const char byte : text) word = (word << 8) | static_cast<unsigned char>(byte);
        return add(word);
    }

    std::uint64_t value() const
    {
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCDU;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53U;
        return mixed ^ (mixed >> 33);
    }

private:
    std::uint64_t state_ = 0xCBF29CE484222325U;
};

}  // namespace furusato::portal_import
