#pragma once

#include <string>

#include "furusato/domain/date.hpp"

namespace furusato::application {

/// Port: the time. Law and business go by the business date, logs and history by the instant.
class Clock {
public:
    virtual ~Clock() = default;
    /// The present day in Japan (JST).
    virtual domain::Date today() const = 0;
    /// The present instant, UTC, "2026-11-23T01:02:03Z".
    virtual std::string now_utc() const = 0;
};

}  // namespace furusato::application
