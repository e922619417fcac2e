#pragma once

#include <compare>
#include <string>

namespace furusato::domain {

/// Name and address of a person or body as given on one occasion; never changed afterwards, shared while identical.
/// Texts are as decoded; postal_code is seven digits or empty, phone digits with an optional +, birth_date ISO or empty.
struct Contact {
    std::string name;
    std::string kana;
    std::string postal_code;
    std::string prefecture;  // Japanese name, "overseas" or empty
    std::string city;
    std::string street;
    std::string building;
    std::string phone;
    std::string mail;
    std::string birth_date;
    std::string sex;
    friend auto operator<=>(const Contact&, const Contact&) = default;
};

}  // namespace furusato::domain
