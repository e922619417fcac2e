#include "portal_import/header_words.hpp"

#include <algorithm>
#include <optional>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {
namespace {

constexpr int kSameHeader = 70;  // percent, and more for each further profile that says so
constexpr int kPerProfile = 5;
constexpr int kMostForSame = 90;
constexpr int kMostForPart = 55;
constexpr int kLeastForPart = 30;
constexpr int kHint = 46;

/// What a gift's addressee is called before the rest of a header.
constexpr auto kRecipientWords =
    std::to_array<std::string_view>({"送付先", "送り先", "お届け先", "届け先", "配送先", "発送先", "受取人"});

/// The same part of an addressee; nullopt where an addressee has no such field.
std::optional<Field> of_recipient(Field field)
{
    const std::string key = "recipient_" + std::string{key_of(field)};
    const auto found = std::find(kFieldKeys.begin(), kFieldKeys.end(), key);
    if (found == kFieldKeys.end()) return std::nullopt;
    return static_cast<Field>(found - kFieldKeys.begin());
}

bool starts_like_recipient(const std::string& header)
{
    return std::any_of(kRecipientWords.begin(), kRecipientWords.end(),
        [&header](std::string_view word) { return header.find(word) != std::string::npos; });
}

/// How much of the longer header the shorter one is.
int share_of_part(const std::string& header, const std::string& word)
{
    constexpr std::size_t least = 6;  // two kanji
    const std::string& shorter = header.size() < word.size() ? header : word;
    const std::string& longer = header.size() < word.size() ? word : header;
    if (shorter.size() < least || longer.find(shorter) == std::string::npos) return 0;
    const int share = static_cast<int>(shorter.size() * 100 / longer.size());
    return kLeastForPart + (kMostForPart - kLeastForPart) * share / 100;
}

}  // namespace

HeaderWords::HeaderWords(const std::vector<PortalProfile>& known, const FieldWords& hints)
{
    for (const auto& [field, words] : hints) {
        for (const std::string& word : words) hints_.emplace(fold_header(word), field);
    }
    for (const PortalProfile& profile : known) {
        for (const auto& [field, aliases] : profile.aliases) {
            for (const std::string& alias : aliases) ++words_[fold_header(alias)][field];
        }
        for (const auto& [field, aliases] : profile.gift_groups.aliases) {
            for (const std::string& alias : aliases) ++gift_words_[fold_header(alias)][field];
        }
    }
}

std::map<Field, int> HeaderWords::scores(const Words& words, const std::string& header)
{
    std::map<Field, int> found;
    const auto same = words.find(header);
    if (same != words.end()) {
        for (const auto& [field, profiles] : same->second)
            found[field] = std::min(kSameHeader + kPerProfile * profiles, kMostForSame);
        return found;
    }
    for (const auto& [word, fields] : words) {
        const int share = share_of_part(header, word);
        if (share == 0) continue;
        for (const auto& [field, profiles] : fields) found[field] = std::max(found[field], share);
    }
    return found;
}

/// Only the longest word counts: "返礼品コード" is no name of a gift.
void HeaderWords::add_hints(std::map<Field, int>& found, const std::string& header) const
{
    const std::pair<const std::string, Field>* best = nullptr;
    for (const auto& hint : hints_) {
        if (header.find(hint.first) == std::string::npos) continue;
        if (best == nullptr || hint.first.size() > best->first.size()) best = &hint;
    }
    if (best == nullptr) return;
    int& share = found[best->second];
    share = std::max(share, kHint);
}

std::map<Field, int> HeaderWords::fields_of(const std::string& header) const
{
    const std::string folded = fold_header(header);
    std::map<Field, int> found = scores(words_, folded);
    if (!words_.contains(folded)) add_hints(found, folded);
    if (words_.contains(folded) || !starts_like_recipient(folded)) return found;
    // "送付先電話番号" holds "電話番号", but it is the addressee's.
    std::map<Field, int> of_addressee;
    for (const auto& [field, share] : found) {
        const auto moved = of_recipient(field);
        const bool is_one_already = key_of(field).starts_with("recipient_");
        if (moved || is_one_already) {
            int& best = of_addressee[moved.value_or(field)];
            best = std::max(best, share);
        }
    }
    return of_addressee;
}

std::map<Field, int> HeaderWords::gift_fields_of(const std::string& header) const
{
    return scores(gift_words_, fold_header(header));
}

}  // namespace furusato::portal_import
