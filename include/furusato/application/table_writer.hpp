#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace furusato::application {

/// Csv for programs and small hands-on work, Xlsx for people: there no cell of text turns into a number or a formula.
enum class TableFormat { Csv, Xlsx };

struct TableColumn {
    std::string title;
    bool is_number = false;
};

/// A table that goes out of the house: what it is and for what, who wrote it and when stand above it.
struct TableHead {
    std::vector<std::string> remarks;
    std::vector<TableColumn> columns;
};

/// One file that is written row by row in flat memory, and is there only when it is complete.
class TableFile {
public:
    virtual ~TableFile() = default;
    virtual void add(const std::vector<std::string_view>& cells) = 0;
    /// Throws Refusal{Invalid, "file.not_writable"}.
    virtual void finish() = 0;
};

/// Port: files of tables.
class TableWriter {
public:
    virtual ~TableWriter() = default;
    /// Throws Refusal: Invalid "file.not_writable", Conflict "file.busy".
    virtual std::unique_ptr<TableFile> open(
        const std::filesystem::path& file, TableFormat format, const TableHead& head) const = 0;
    /// How many rows below the head a file of this format can hold.
    virtual std::int64_t most_rows(TableFormat format) const = 0;
};

}  // namespace furusato::application
