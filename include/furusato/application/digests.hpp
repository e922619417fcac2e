#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace furusato::application {

/// SHA-256 of bytes that arrive in pieces.
class RunningDigest {
public:
    virtual ~RunningDigest() = default;
    virtual void add(std::string_view bytes) = 0;
    /// 64 lower-case hexadecimal digits; ends the digest.
    virtual std::string hex() = 0;
};

/// Port: digests, plain and keyed with the secret of the data folder (security layer: OpenSSL).
class Digests {
public:
    virtual ~Digests() = default;
    virtual std::unique_ptr<RunningDigest> sha256() const = 0;
    /// HMAC-SHA256 as 64 hexadecimal digits: for the audit chain, so that it holds no personal data in the clear.
    virtual std::string keyed_hex(std::string_view text) const = 0;
    /// The first 63 bits of the same, never 0: for look-up keys of donors.
    virtual std::int64_t keyed_number(std::string_view text) const = 0;
    /// Names the key without giving it away, so that a ledger and a key that do not belong together are noticed.
    virtual std::string key_fingerprint() const = 0;

    std::string sha256_hex(std::string_view bytes) const
    {
        auto digest = sha256();
        digest->add(bytes);
        return digest->hex();
    }
};

}  // namespace furusato::application
