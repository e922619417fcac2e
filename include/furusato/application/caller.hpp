#pragma once

#include <string>

#include "furusato/domain/date.hpp"

namespace furusato::application {

/// Who asks, and which day it is for the office (業務日付, --as-of).
struct Caller {
    std::string actor;
    domain::Date business_date{2000, 1, 1};
};

}  // namespace furusato::application
