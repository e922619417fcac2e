#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "furusato/domain/date.hpp"
#include "furusato/domain/month.hpp"
#include "furusato/domain/tax_year.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::cli {

struct Context;

// Each reads one option's text; empty text is no value. They throw domain::Refusal{Invalid, "option.invalid"} naming option and value.

/// "2026-11-22", "2026/11/22" or 令和8年11月22日.
std::optional<domain::Date> read_date(
    const std::string& option, const std::string& text, const domain::EraTable& eras);
/// "2026-04".
std::optional<domain::Month> read_month(const std::string& option, const std::string& text);
/// "2026", "R8" or "令和8".
std::optional<int> read_year(
    const std::string& option, const std::string& text, const domain::EraTable& eras);
/// "110000000" or "110,000,000円".
std::optional<domain::Yen> read_yen(const std::string& option, const std::string& text);
/// Which of the keys the text names, by itself or by its Japanese word (message `label` + key). The refusal names the words.
std::size_t read_word(const Context& context, const std::string& option, const std::string& text,
    std::span<const std::string_view> keys, const std::string& label);

}  // namespace furusato::cli
