#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/typesetter.hpp"
#include "furusato/domain/contact.hpp"

namespace furusato::documents {

/// A contact's address as it is printed: "〒745-0045", the place, the building; each empty when there is none.
struct PrintedAddress {
    std::string postal_code;
    std::string region;  // prefecture and city
    std::string street;
    std::string building;
};
PrintedAddress printed_address(const domain::Contact& contact);

/// 様 for people, 御中 for bodies.
const char* honorific(bool is_corporate);

/// Sizes and room of a block of address lines, in points.
struct AddressRule {
    double width;
    double height;
    double largest;
    double smallest;
    double leading;  // distance of two baselines as a multiple of the size
};
/// Postal code, place on at most three lines, building on at most two, all in one size; empty when that does not fit.
std::vector<Line> address_lines(
    Typesetter& typesetter, const PrintedAddress& address, const AddressRule& rule);

/// A piece of a name, or its honorific, in points from where the name begins; rows count from 0.
struct NamePart {
    Line line;
    double x;
    int row;
};
/// A name and its honorific by the rule; empty when it does not fit.
std::vector<NamePart> name_lines(
    Typesetter& typesetter, std::string_view name, const char* suffix, const FitRule& rule);

/// The address as the window of the envelope shows it: postal code, address, name with its honorific.
std::vector<PlacedLine> window_address(
    Typesetter& typesetter, const domain::Contact& contact, bool is_corporate);

}  // namespace furusato::documents
