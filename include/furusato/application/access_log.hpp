#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"

namespace furusato::application {

/// One look at personal data: who, when, what and for what; never the data, nor the words searched for.
struct Access {
    std::string at;  // instant in UTC, "2026-11-23T01:02:03Z"
    std::string actor;
    std::string action;   // "donation.show", "donation.export", "receipt.print" …
    std::string subject;  // a number of ours or the names of filters
    std::int64_t records = 0;
    std::string purpose;
};

/// Port: the log of reads, prints and exports. It stands apart from the ledger, so that no read waits for the ledger's writer.
class AccessLog {
public:
    virtual ~AccessLog() = default;
    virtual void add(const Access& access) = 0;
    /// Newest first; days of Japan, inclusive.
    virtual std::vector<Access> list(const std::optional<domain::Date>& from,
        const std::optional<domain::Date>& through, std::int64_t limit) = 0;
    /// How many looks there were on each day of Japan up to `through`.
    virtual std::map<domain::Date, std::int64_t> count_through(const domain::Date& through) = 0;
    /// Deletes the looks of these days (retention).
    virtual void remove_through(const domain::Date& through) = 0;
};

}  // namespace furusato::application
