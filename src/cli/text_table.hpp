#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace furusato::cli {

/// Columns of a terminal that a UTF-8 text takes: full-width characters count two.
std::size_t display_width(std::string_view text);

/// The text cut to this many columns, with … where something was cut.
std::string fitted(std::string_view text, std::size_t width);

/// The text in lines of at most this many columns: broken at blanks, and between full-width characters.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// A table for an 80-column terminal: numbers to the right, the widest text column gives way.
class TextTable {
public:
    enum class Align { Left, Right };
    struct Column {
        std::string title;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns) : columns_{std::move(columns)} {}
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    void print(std::ostream& out, std::size_t width = 80) const;

private:
    std::vector<std::size_t> widths(std::size_t width) const;
    void print_row(std::ostream& out, const std::vector<std::string>& cells,
        const std::vector<std::size_t>& widths) const;
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace furusato::cli
