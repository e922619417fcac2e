#include "documents/address_block.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "documents/sheet_layout.hpp"
#include "furusato/domain/postal_code.hpp"

namespace furusato::documents {
namespace {

constexpr double kSizeStep = 0.5;
constexpr double kLargest = 10.5;
constexpr double kSmallest = 8;
constexpr double kAscent = 0.88;
constexpr double kLeading = 1.32;
constexpr int kPlaceLines = 3;
constexpr int kBuildingLines = 2;
constexpr int kNameLines = 2;
constexpr double kHonorificGap = 0.8;  // of the size
constexpr double kGapBeforeName = 4;
constexpr double kGentleShrink = 0.86;  // below this share of the size a second line reads better
constexpr std::array<double, 5> kNameSizes{13, 12, 10.5, 9, 8};

/// Shrinks a little, then wraps, and shrinks as far as allowed only when even that is too wide.
std::vector<Line> gently_fit(Typesetter& typesetter, std::string_view text, const FitRule& rule)
{
    FitRule gentle = rule;
    gentle.smallest = std::max(rule.smallest, rule.largest * kGentleShrink);
    const auto lines = typesetter.try_fit(text, gentle);
    return lines.empty() ? typesetter.try_fit(text, rule) : lines;
}

/// One line if it can be; else a break between city and street; else wherever the lines are full.
std::vector<Line> place_lines(Typesetter& typesetter, const PrintedAddress& address, const FitRule& rule)
{
    const FitRule one_line{
        rule.width, rule.largest, std::max(rule.smallest, rule.largest * kGentleShrink), 1};
    const std::string whole = address.region + address.street;
    auto lines = typesetter.try_fit(whole, one_line);
    if (!lines.empty()) return lines;
    if (address.region.empty()) return gently_fit(typesetter, whole, rule);
    lines = typesetter.try_fit(address.region, one_line);
    const auto second = typesetter.try_fit(address.street, one_line);
    if (lines.empty() || second.empty()) return gently_fit(typesetter, whole, rule);
    lines.push_back(second.front());
    return lines;
}

double smallest_size(const std::vector<Line>& lines)
{
    return std::min_element(lines.begin(), lines.end(), [](auto& a, auto& b) {
        return a.size < b.size;
    })->size;
}

/// Postal code, place and building at no more than `largest`, each at its own size; empty when one of them does not fit.
std::vector<Line> lines_at(
    Typesetter& typesetter, const PrintedAddress& address, const AddressRule& rule, double largest)
{
    auto lines = place_lines(typesetter, address, {rule.width, largest, rule.smallest, kPlaceLines});
    if (lines.empty()) return {};
    if (!address.postal_code.empty()) {
        lines.insert(lines.begin(), typesetter.line(address.postal_code, largest));
    }
    if (address.building.empty()) return lines;
    const auto building =
        gently_fit(typesetter, address.building, {rule.width, largest, rule.smallest, kBuildingLines});
    if (building.empty()) return {};
    lines.insert(lines.end(), building.begin(), building.end());
    return lines;
}

/// Puts the postal code and the lines below each other; gives the last baseline.
double place(std::vector<PlacedLine>& placed, const std::vector<Line>& lines, double top, double leading)
{
    double baseline = top;
    for (const Line& line : lines) {
        baseline += &line == lines.data() ? line.size * kAscent : line.size * leading;
        placed.push_back({line, mm(sheet::kAddressLeft), baseline});
    }
    return baseline;
}

std::vector<PlacedLine> try_window(
    Typesetter& typesetter, const domain::Contact& contact, const char* suffix, double name_size)
{
    const PrintedAddress address = printed_address(contact);
    const double width = mm(sheet::kAddressWidth);
    const auto names = name_lines(
        typesetter, contact.name, suffix, {width, name_size, std::min(name_size, kSmallest), kNameLines});
    if (names.empty()) return {};
    const double name_height =
        kGapBeforeName + names.front().line.size * kLeading * static_cast<double>(names.back().row + 1);
    const auto lines = address_lines(
        typesetter, address, {width, mm(sheet::kAddressHeight) - name_height, kLargest, kSmallest, kLeading});
    if (lines.empty()) return {};
    std::vector<PlacedLine> placed;
    const double last = place(placed, lines, mm(sheet::kAddressTop), kLeading) + kGapBeforeName;
    for (const NamePart& part : names) {
        const double baseline = last + part.line.size * kLeading * (part.row + 1);
        placed.push_back({part.line, mm(sheet::kAddressLeft) + part.x, baseline});
    }
    return placed;
}

}  // namespace

PrintedAddress printed_address(const domain::Contact& contact)
{
    PrintedAddress address;
    const auto postal_code = domain::PostalCode::parse(contact.postal_code);
    if (postal_code) address.postal_code = "〒" + postal_code->hyphenated();
    if (contact.prefecture != "overseas") address.region = contact.prefecture;
    address.region += contact.city;
    address.street = contact.street;
    address.building = contact.building;
    return address;
}

const char* honorific(bool is_corporate)
{
    return is_corporate ? "御中" : "様";
}

std::vector<Line> address_lines(
    Typesetter& typesetter, const PrintedAddress& address, const AddressRule& rule)
{
    double largest = rule.largest;
    while (largest >= rule.smallest) {
        auto lines = lines_at(typesetter, address, rule, largest);
        if (lines.empty()) return {};
        const double size = smallest_size(lines);
        if (size == largest) {
            if (size * (1 + rule.leading * static_cast<double>(lines.size() - 1)) <= rule.height)
                return lines;
            largest -= kSizeStep;
        } else {
            largest = size;
        }
    }
    return {};
}

std::vector<NamePart> name_lines(
    Typesetter& typesetter, std::string_view name, const char* suffix, const FitRule& rule)
{
    // The honorific never stands alone on a line: every line leaves room for it, in its own size.
    const double room = typesetter.line(suffix, 1).width + kHonorificGap;
    const double one_line = std::floor(4 * rule.width / (typesetter.line(name, 1).width + room)) / 4;
    const double largest = one_line < rule.smallest ? rule.largest : std::min(rule.largest, one_line);
    const auto lines =
        typesetter.try_fit(name, {rule.width - room * largest, largest, rule.smallest, rule.lines});
    if (lines.empty()) return {};
    std::vector<NamePart> parts;
    parts.reserve(lines.size() + 1);
    for (const Line& line : lines) parts.push_back({line, 0, static_cast<int>(parts.size())});
    const Line last = lines.back();
    parts.push_back(
        {typesetter.line(suffix, last.size), last.width + last.size * kHonorificGap, parts.back().row});
    return parts;
}

std::vector<PlacedLine> window_address(
    Typesetter& typesetter, const domain::Contact& contact, bool is_corporate)
{
    for (const double size : kNameSizes) {
        auto placed = try_window(typesetter, contact, honorific(is_corporate), size);
        if (!placed.empty()) return placed;
    }
    typesetter.refuse();
}

}  // namespace furusato::documents
