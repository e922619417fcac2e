#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "furusato/application/table_writer.hpp"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace furusato::documents {

/// One sheet, written row by row: remarks, a frozen bold head with a filter, text cells as text, amounts as numbers.
class XlsxTable final : public application::TableFile {
public:
    XlsxTable(std::filesystem::path file, const application::TableHead& head);
    XlsxTable(const XlsxTable&) = delete;
    XlsxTable& operator=(const XlsxTable&) = delete;
    ~XlsxTable() override;
    void add(const std::vector<std::string_view>& cells) override;
    void finish() override;

    static constexpr std::int64_t kMostRows = 1'048'576;  // of the format, head included

private:
    void write_head(const application::TableHead& head);
    [[noreturn]] void refuse() const;

    std::filesystem::path target_;
    std::filesystem::path part_;
    std::vector<bool> is_number_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* text_ = nullptr;
    lxw_format* yen_ = nullptr;
    std::uint32_t row_ = 0;
    std::uint32_t head_row_ = 0;
};

}  // namespace furusato::documents
