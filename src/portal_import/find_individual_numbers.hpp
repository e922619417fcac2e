#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "portal_import/parse_csv.hpp"

namespace furusato::portal_import {

/// Whether a header promises 個人番号 (マイナンバー), and not just word of a card or of a confirmation.
bool names_individual_number(std::string_view header);

/// Looks for a column of individual numbers by their check digits, over all columns of a file, known or not.
///
/// One random number of twelve digits in eleven passes (a tracking number, say), so it takes several
/// different ones that nearly all pass. No number is kept, only hashes of the first few.
class IndividualNumberSearch {
public:
    explicit IndividualNumberSearch(std::size_t columns) : columns_(columns) {}

    void look_at(const RawRecord& record);
    /// A column whose cells are individual numbers.
    std::optional<std::size_t> found_column() const;

private:
    struct Column {
        long filled = 0;
        long twelve_digits = 0;
        long passing = 0;
        std::vector<std::uint64_t> different;  // hashes of passing numbers, the first few
    };

    std::vector<Column> columns_;
};

}  // namespace furusato::portal_import
