#pragma once

#include "furusato/domain/wareki.hpp"

namespace furusato::tests {

/// The eras of rules.md 8.1.
inline domain::EraTable japanese_eras()
{
    return domain::EraTable{{
        {"明治", "M", domain::Date{1873, 1, 1}, 6},
        {"大正", "T", domain::Date{1912, 7, 30}},
        {"昭和", "S", domain::Date{1926, 12, 25}},
        {"平成", "H", domain::Date{1989, 1, 8}},
        {"令和", "R", domain::Date{2019, 5, 1}},
    }};
}

}  // namespace furusato::tests
