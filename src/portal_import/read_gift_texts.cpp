#include "portal_import/read_gift_texts.hpp"

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/text_pattern.hpp"

namespace furusato::portal_import {

std::string upper_case(std::string text)
{
    for (char& byte : text) {
        if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    }
    return text;
}

void take_code_from_name(domain::GiftLine& gift, const PortalProfile& profile)
{
    if (profile.gift_text.empty() || !gift.gift_code.empty()) return;
    auto found = match_pattern(profile.gift_text, gift.gift_name);
    if (!found) return;
    gift.gift_code = upper_case(nfkc((*found)["code"]));
    if (found->contains("name")) gift.gift_name = (*found)["name"];
}

std::optional<Shipment> take_shipment_from_code(domain::GiftLine& gift, const PortalProfile& profile)
{
    if (!profile.subscription) return std::nullopt;
    auto found = match_pattern(profile.subscription->code, gift.gift_code);
    if (!found) return std::nullopt;
    gift.gift_code = (*found)["code"];
    return Shipment{gift.gift_code, std::stoi((*found)["k"]), std::stoi((*found)["n"])};
}

}  // namespace furusato::portal_import
