#pragma once

#include <filesystem>
#include <vector>

#include "furusato/application/match_payments.hpp"

namespace furusato::composition {

/// How statements of banks, post and settlement agents are written, from etc/payments/*.json. Throws Refusal{Invalid, "profile.invalid"}.
std::vector<application::PaymentProfile> read_payment_profiles(const std::filesystem::path& folder);

}  // namespace furusato::composition
