#pragma once

#include <compare>
#include <string>

namespace furusato::domain {

/// What makes an imported donation the same one again: the portal and its order number.
struct PortalOrderKey {
    std::string portal;
    std::string order_number;
    friend auto operator<=>(const PortalOrderKey&, const PortalOrderKey&) = default;
};

}  // namespace furusato::domain
