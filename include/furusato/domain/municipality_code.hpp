#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace furusato::domain {

/// 全国地方公共団体コード: six digits, the last one a check digit (rules.md 3.1), leading zero kept.
class MunicipalityCode {
public:
    /// Reads six ASCII digits with a right check digit; nullopt for anything else.
    static std::optional<MunicipalityCode> parse(std::string_view text);

    /// The code of the first five digits, check digit added; nullopt unless five ASCII digits.
    static std::optional<MunicipalityCode> from_five_digits(std::string_view text);

    const std::string& digits() const { return digits_; }

    friend auto operator<=>(const MunicipalityCode&, const MunicipalityCode&) = default;

private:
    explicit MunicipalityCode(std::string digits) : digits_{std::move(digits)} {}
    std::string digits_;
};

}  // namespace furusato::domain
