#include "furusato/application/list_gifts.hpp"

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

std::vector<domain::Gift> ListGifts::execute(const domain::Date& day, const std::string& search)
{
    std::vector<GiftVersion> versions;
    store_.read([&](Records& records) { versions = records.catalogue.gift_versions(); });
    const std::string word = portal_import::fold_word(search);
    std::vector<domain::Gift> gifts;
    for (const auto& version : versions) {
        const domain::Gift& gift = version.gift;
        const bool wanted = word.empty() || gift.code.find(word) != std::string::npos ||
                            portal_import::fold_word(gift.name).find(word) != std::string::npos;
        if (!wanted) continue;
        const bool is_next = !gifts.empty() && gifts.back().code == gift.code;
        if (!is_next) {
            gifts.push_back(gift);
        } else if (gift.valid_from <= day) {
            gifts.back() = gift;
        }
    }
    return gifts;
}

std::vector<domain::Gift> ListGifts::show(const std::string& code)
{
    std::vector<domain::Gift> versions;
    const std::string wanted = portal_import::fold_word(code);
    store_.read([&](Records& records) {
        versions.clear();
        for (auto& version : records.catalogue.gift_versions()) {
            if (version.gift.code == wanted) versions.push_back(std::move(version.gift));
        }
    });
    if (versions.empty())
        throw domain::Refusal{domain::RefusalKind::NotFound, "gift.unknown", {{"code", code}}};
    return versions;
}

std::set<std::string> ListGifts::codes_of(const std::string& code_or_name)
{
    const std::string word = portal_import::fold_word(code_or_name);
    std::vector<GiftVersion> versions;
    store_.read([&](Records& records) { versions = records.catalogue.gift_versions(); });
    std::set<std::string> codes;
    for (const auto& [version, gift] : versions) {
        if (gift.code == word) return {word};
        if (portal_import::fold_word(gift.name) == word) codes.insert(gift.code);
    }
    return codes;
}

std::vector<UnmatchedName> ListGifts::unmatched()
{
    std::vector<UnmatchedName> names;
    store_.read([&](Records& records) { names = records.catalogue.unmatched(); });
    return names;
}

}  // namespace furusato::application
