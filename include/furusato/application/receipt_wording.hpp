#pragma once

#include <string>
#include <vector>

#include "furusato/domain/date.hpp"

namespace furusato::application {

/// The city's wording of the receipt sheet, dated (etc/rules/receipt_wording.json). Placeholders {amount}, {received_on},
/// {programme_name}, {city_name} are filled by the printer.
struct ReceiptWording {
    std::string version;
    domain::Date valid_from;
    std::string title;              // 寄附金受領証明書
    std::string amount_line;        // 一金 {amount}円也
    std::vector<std::string> body;  // ただし、{programme_name}として … lines
    std::vector<std::string> notes;
};

}  // namespace furusato::application
