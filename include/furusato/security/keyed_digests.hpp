#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "furusato/application/digests.hpp"

namespace furusato::security {

/// Reads the ledger's key from a file (64 hexadecimal digits), or makes one readable by its owner only when there is none.
/// Throws Refusal{Invalid, "key.unreadable"}.
std::string read_or_create_key(const std::filesystem::path& file);

/// Digests with OpenSSL; `key_hex` is the ledger's key.
std::unique_ptr<application::Digests> make_digests(const std::string& key_hex);

}  // namespace furusato::security
