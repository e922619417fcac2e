#include "furusato/documents/table_files.hpp"

#include <limits>

#include "documents/table_csv.hpp"
#include "documents/table_xlsx.hpp"

namespace furusato::documents {
namespace {

using application::TableFile;
using application::TableFormat;
using application::TableHead;

class TableFiles final : public application::TableWriter {
public:
    std::unique_ptr<TableFile> open(
        const std::filesystem::path& file, TableFormat format, const TableHead& head) const override
    {
        if (format == TableFormat::Csv) return std::make_unique<CsvTable>(file, head);
        return std::make_unique<XlsxTable>(file, head);
    }

    std::int64_t most_rows(TableFormat format) const override
    {
        constexpr std::int64_t kHead = 10;
        return format == TableFormat::Csv ? std::numeric_limits<std::int64_t>::max()
                                          : XlsxTable::kMostRows - kHead;
    }
};

}  // namespace

std::unique_ptr<application::TableWriter> make_table_writer()
{
    return std::make_unique<TableFiles>();
}

}  // namespace furusato::documents
