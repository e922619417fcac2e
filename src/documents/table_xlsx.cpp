#include "documents/table_xlsx.hpp"

#include <xlsxwriter.h>

#include <cstdlib>
#include <utility>

#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

constexpr double kColumnWidth = 16;
constexpr std::size_t kLongestText = 32'767;  // characters of a cell; bytes are never fewer

}  // namespace

XlsxTable::XlsxTable(std::filesystem::path file, const application::TableHead& head)
    : target_{std::move(file)}, part_{target_.parent_path() / ("." + target_.filename().string() + ".part")}
{
    // Constant memory: rows go to a temporary file as they come.
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    const std::string path = part_.string();
    book_ = workbook_new_opt(path.c_str(), &options);
    if (book_ == nullptr) refuse();
    sheet_ = workbook_add_worksheet(book_, "寄附");
    text_ = workbook_add_format(book_);
    format_set_num_format(text_, "@");
    yen_ = workbook_add_format(book_);
    format_set_num_format(yen_, "#,##0");
    write_head(head);
}

XlsxTable::~XlsxTable()
{
    if (book_ == nullptr) return;
    // An abandoned book is closed to free it, and what was written is removed.
    workbook_close(book_);
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
}

void XlsxTable::refuse() const
{
    throw domain::Refusal{
        domain::RefusalKind::Invalid, "file.not_writable", {{"file", target_.filename().string()}}};
}

void XlsxTable::write_head(const application::TableHead& head)
{
    const auto columns = static_cast<lxw_col_t>(head.columns.size());
    lxw_format* bold = workbook_add_format(book_);
    format_set_bold(bold);
    worksheet_set_column(sheet_, 0, static_cast<lxw_col_t>(columns - 1), kColumnWidth, nullptr);
    for (const auto& remark : head.remarks)
        worksheet_write_string(sheet_, row_++, 0, remark.c_str(), nullptr);
    head_row_ = row_;
    for (lxw_col_t at = 0; at < columns; ++at) {
        worksheet_write_string(sheet_, row_, at, head.columns[at].title.c_str(), bold);
        is_number_.push_back(head.columns[at].is_number);
    }
    worksheet_freeze_panes(sheet_, ++row_, 0);
    worksheet_repeat_rows(sheet_, head_row_, head_row_);
    worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
}

void XlsxTable::add(const std::vector<std::string_view>& cells)
{
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const std::string text{cells[at].substr(0, kLongestText)};
        const auto column = static_cast<lxw_col_t>(at);
        const lxw_error error =
            is_number_[at] && !text.empty()
                ? worksheet_write_number(sheet_, row_, column, std::strtod(text.c_str(), nullptr), yen_)
                : worksheet_write_string(sheet_, row_, column, text.c_str(), text_);
        if (error != LXW_NO_ERROR) refuse();
    }
    ++row_;
}

void XlsxTable::finish()
{
    const auto last = static_cast<lxw_col_t>(is_number_.size() - 1);
    worksheet_autofilter(sheet_, head_row_, 0, row_ > 0 ? row_ - 1 : 0, last);
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    std::error_code failure;
    if (error == LXW_NO_ERROR) std::filesystem::rename(part_, target_, failure);
    if (error == LXW_NO_ERROR && !failure) return;
    std::filesystem::remove(part_, failure);
    refuse();
}

}  // namespace furusato::documents
