#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "documents/xlsx_parts.hpp"
#include "documents/zip_reader.hpp"
#include "furusato/application/packed_files.hpp"

namespace furusato::documents {

/// A workbook in the format of Excel 2007 and later (ISO/IEC 29500): values as they are stored, no formulas.
class XlsxReader final : public application::Workbook {
public:
    /// Throws Refusal{Invalid} for what is no such workbook, or a damaged one.
    XlsxReader(std::shared_ptr<const ZipReader> zip, std::filesystem::path folder);

    const std::vector<Sheet>& sheets() const override { return sheets_; }
    std::unique_ptr<portal_import::ByteSource> text_of(std::size_t sheet) const override;

private:
    std::shared_ptr<const ZipReader> zip_;
    std::filesystem::path folder_;
    WorkbookParts parts_;
    std::vector<Sheet> sheets_;
    std::vector<NumberFormat> formats_;
    std::unique_ptr<TextStore> shared_;
};

}  // namespace furusato::documents
