#include "support/ports.hpp"

#include <algorithm>
#include <array>

#include "furusato/domain/refusal.hpp"
#include "furusato/security/keyed_digests.hpp"

namespace furusato::tests {

std::unique_ptr<application::Digests> make_fixed_digests()
{
    return security::make_digests("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
}

std::string FixedClock::now_utc() const
{
    if (before_answer) before_answer();
    return instant;
}

bool FakeProcesses::is_alive(const std::string& owner, const std::string& seen_at_utc) const
{
    return !seen_at_utc.empty() && dead.count(owner) == 0;
}

void FakeProcesses::wait(std::chrono::milliseconds pause) const
{
    waits += pause > std::chrono::milliseconds{0};
    if (during_wait) during_wait();
}

void FakeProcesses::restart()
{
    dead.insert(name);
    name = "office:" + std::to_string(dead.size() + 1) + ":1";
}

std::size_t MemoryBytes::read(char* buffer, std::size_t size)
{
    const std::size_t count = std::min(size, bytes_.size() - at_);
    std::copy_n(bytes_.data() + at_, count, buffer);
    at_ += count;
    return count;
}

void MemoryArchive::keep(portal_import::ByteSource& source, const std::string& name)
{
    std::string bytes;
    std::array<char, 4096> buffer{};
    source.rewind();
    while (const std::size_t count = source.read(buffer.data(), buffer.size()))
        bytes.append(buffer.data(), count);
    const std::lock_guard lock{mutex_};
    files_.insert_or_assign(name, std::move(bytes));
}

bool MemoryArchive::holds(const std::string& name) const
{
    const std::lock_guard lock{mutex_};
    return files_.count(name) != 0;
}

std::unique_ptr<portal_import::ByteSource> MemoryArchive::open(const std::string& name) const
{
    const std::lock_guard lock{mutex_};
    const auto found = files_.find(name);
    if (found == files_.end()) throw domain::Refusal{domain::RefusalKind::NotFound, "archive.missing"};
    return std::make_unique<MemoryBytes>(found->second);
}

void MemoryArchive::remove(const std::string& name)
{
    const std::lock_guard lock{mutex_};
    files_.erase(name);
}

void MemoryArchive::lose_everything()
{
    const std::lock_guard lock{mutex_};
    files_.clear();
}

}  // namespace furusato::tests
