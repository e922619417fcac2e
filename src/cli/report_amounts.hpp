#pragma once

#include <optional>
#include <string>

#include "furusato/domain/thousand_yen.hpp"

namespace furusato::cli {

/// How a report writes amounts: in 円, or in 千円 as budget papers do.
class ReportAmounts {
public:
    /// In 千円 where a rounding is given.
    explicit ReportAmounts(std::optional<domain::ThousandRounding> thousands) : thousands_{thousands} {}

    bool are_rounded() const { return thousands_.has_value(); }
    const char* unit() const { return thousands_ ? "千円" : "円"; }
    std::string grouped(domain::Yen amount) const { return domain::grouped(domain::Yen{value(amount)}); }
    /// For machines: digits only.
    std::string plain(domain::Yen amount) const { return std::to_string(value(amount)); }

private:
    std::int64_t value(domain::Yen amount) const
    {
        return thousands_ ? domain::in_thousands(amount, *thousands_) : amount.amount();
    }
    std::optional<domain::ThousandRounding> thousands_;
};

}  // namespace furusato::cli
