#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "documents/cell_values.hpp"
#include "documents/spooled_file.hpp"
#include "documents/text_store.hpp"
#include "documents/xml_events.hpp"

namespace furusato::documents {

/// Writes the rows of a work sheet as lines of cells while its part is read: line n is row n, empty rows are empty lines.
class SheetRows final : public XmlListener {
public:
    SheetRows(TextStore& shared, const std::vector<NumberFormat>& formats, DayCount days, SpooledFile& out)
        : shared_{shared}, formats_{formats}, days_{days}, out_{out}
    {}

    void begin(std::string_view name, const Poco::XML::Attributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view text) override;
    /// After the part's end: writes what waits. Gives the cells of the widest row.
    std::size_t finish();

private:
    enum class Kind { Number, Shared, Text, Boolean };
    void begin_row(std::string_view number);
    void begin_cell(const Poco::XML::Attributes& attributes);
    void end_cell();
    std::string value() const;
    [[noreturn]] void refuse(const char* code) const;

    TextStore& shared_;
    const std::vector<NumberFormat>& formats_;
    DayCount days_;
    SpooledFile& out_;
    std::string lines_;  // not written yet
    std::size_t row_ = 0;
    std::size_t column_ = 0;         // of the cell, from 1
    std::size_t cells_written_ = 0;  // of the row
    std::size_t width_ = 0;
    Kind kind_ = Kind::Number;
    std::size_t style_ = 0;
    std::string text_;
    bool is_in_row_ = false;
    bool is_in_cell_ = false;
    bool is_in_value_ = false;
    bool is_in_reading_ = false;
    bool has_formula_ = false;
    bool has_value_ = false;
};

}  // namespace furusato::documents
