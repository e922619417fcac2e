#include "portal_import/order_number.hpp"

#include "portal_import/characters.hpp"
#include "portal_import/hash64.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kLongestOrderNumber = 200;

std::string_view without_digits(std::string_view text)
{
    while (!text.empty() && is_digit(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    return text;
}

// Takes at least one digit off.
bool take_digits(std::string_view& text)
{
    const std::size_t size = text.size();
    text = without_digits(text);
    return text.size() < size;
}

// #N/A, #REF!, #NAME? and so on stand where a formula found nothing.
bool is_error_value(std::string_view text)
{
    return text.starts_with('#') && (text == "#N/A" || text.ends_with('!') || text.ends_with('?'));
}

}  // namespace

bool is_damaged_by_spreadsheet(std::string_view text)
{
    if (text.empty()) return false;
    if (text.find_first_not_of('#') == std::string_view::npos) return true;  // the column was too narrow
    if (is_error_value(text)) return true;
    if (!take_digits(text)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!text.empty() && text.find_first_not_of('0') == std::string_view::npos) return true;
        if (!take_digits(text)) return false;
    }
    if (!text.starts_with('E') && !text.starts_with('e')) return false;
    text.remove_prefix(1);
    if (!text.starts_with('+') && !text.starts_with('-')) return false;
    text.remove_prefix(1);
    return take_digits(text) && text.empty();
}

std::string_view order_number_bytes(std::string_view cell)
{
    constexpr std::string_view blanks[] = {" ", "\t", "\r", "\n", "\x81\x40", "\u3000"};
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (const std::string_view blank : blanks) {
            if (cell.starts_with(blank)) {
                cell.remove_prefix(blank.size());
                has_changed = true;
            } else if (cell.ends_with(blank)) {
                cell.remove_suffix(blank.size());
                has_changed = true;
            }
        }
    }
    return cell;
}

std::optional<std::string_view> order_number_fault(std::string_view bytes)
{
    if (bytes.empty()) return "order_number.missing";
    if (bytes.size() > kLongestOrderNumber) return "cell.too_long";
    if (is_damaged_by_spreadsheet(bytes)) return "order_number.damaged";
    return std::nullopt;
}

std::uint64_t order_hash(std::string_view bytes, std::string_view portal)
{
    Hash64 hash;
    hash.add(bytes);
    if (!portal.empty()) hash.add(portal);
    return hash.value();
}

std::string order_key(std::string_view number, std::string_view portal)
{
    std::string key{number};
    if (!portal.empty()) key.append(1, '\x1f').append(portal);
    return key;
}

}  // namespace furusato::portal_import
