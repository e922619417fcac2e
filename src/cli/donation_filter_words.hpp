#pragma once

#include <optional>
#include <string>

#include "furusato/application/donations.hpp"
#include "furusato/domain/payment_method.hpp"

namespace furusato::cli {

struct Context;

// Each reads the option by which donations are chosen, in any width: nothing for no text, empty text for donations that have nothing of the
// kind ("none", なし). They throw domain::Refusal Invalid "option.invalid" naming what there is, or "filter.name_ambiguous" for a name
// that several had.

/// The id of a portal, by its id or name; none is no portal.
std::optional<std::string> read_portal(const Context& context, const std::string& text);
/// The code of a purpose, by its code or name.
std::optional<std::string> read_purpose(const Context& context, const std::string& text);
/// A payment method, by its key or name.
std::optional<domain::PaymentMethod> read_payment_method(const Context& context, const std::string& text);
/// The code of a gift, by its code or name in the master, or a code that some donation has. Throws Refusal{Invalid, "filter.gift_unknown"}.
std::optional<std::string> read_gift(const Context& context, const std::string& text);
/// A prefecture's name or "overseas"; 東京 for 東京都, too. Throws Refusal{Invalid, "filter.prefecture_unknown"}.
std::optional<std::string> read_prefecture(const Context& context, const std::string& text);

/// "one_stop=city" or ワンストップ=市.
std::optional<application::DutyFilter> read_duty(const Context& context, const std::string& text);

}  // namespace furusato::cli
