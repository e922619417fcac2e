#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "furusato/application/clock.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/file_archive.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/domain/date.hpp"

namespace furusato::tests {

/// The real digests with a fixed key: keyed values are the same in every run. One thread each.
std::unique_ptr<application::Digests> make_fixed_digests();

/// Stands still until the test moves it.
class FixedClock final : public application::Clock {
public:
    domain::Date today() const override { return day; }
    std::string now_utc() const override;

    domain::Date day{2024, 2, 29};
    std::string instant = "2024-02-29T00:00:00Z";
    std::function<void()> before_answer;  // of now_utc(); may throw, as when the process is killed there
};

/// Processes that live and die as the test says; nobody really waits.
class FakeProcesses final : public application::ProcessWatch {
public:
    std::string self() const override { return name; }
    bool is_alive(const std::string& owner, const std::string& seen_at_utc) const override;
    void wait(std::chrono::milliseconds pause) const override;

    /// As after a kill: the process of this name is gone, the next one works under another name.
    void restart();

    std::string name = "office:1:1";
    std::set<std::string> dead;
    std::function<void()> during_wait;
    mutable std::int64_t waits = 0;
};

/// A file in memory.
class MemoryBytes final : public portal_import::ByteSource {
public:
    explicit MemoryBytes(std::string bytes) : bytes_{std::move(bytes)} {}
    std::size_t read(char* buffer, std::size_t size) override;
    void rewind() override { at_ = 0; }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

/// An archive in memory that several processes share.
class MemoryArchive final : public application::FileArchive {
public:
    void keep(portal_import::ByteSource& source, const std::string& name) override;
    bool holds(const std::string& name) const override;
    std::unique_ptr<portal_import::ByteSource> open(const std::string& name) const override;
    void remove(const std::string& name) override;
    void lose_everything();

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> files_;
};

}  // namespace furusato::tests
