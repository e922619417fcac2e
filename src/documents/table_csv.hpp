#pragma once

#include <string>

#include "documents/part_file.hpp"
#include "furusato/application/table_writer.hpp"

namespace furusato::documents {

/// UTF-8 with BOM, CRLF, every text quoted; a text that a spreadsheet would take for a formula gets an apostrophe in front.
class CsvTable final : public application::TableFile {
public:
    CsvTable(const std::filesystem::path& file, const application::TableHead& head);
    void add(const std::vector<std::string_view>& cells) override;
    void finish() override;

private:
    void add_text(std::string_view text);
    void write_lines();

    PartFile file_;
    std::vector<bool> is_number_;
    std::string lines_;
};

}  // namespace furusato::documents
