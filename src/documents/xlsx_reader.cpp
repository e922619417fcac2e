#include "documents/xlsx_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "documents/refuse_packed.hpp"
#include "documents/sheet_rows.hpp"
#include "documents/xml_events.hpp"

namespace furusato::documents {
namespace {

constexpr std::size_t kChunk = 1 << 16;

// The lines of a sheet, each filled up with empty cells to the width of the widest.
class SheetText final : public portal_import::ByteSource {
public:
    SheetText(std::shared_ptr<const SpooledFile> lines, std::size_t width)
        : lines_{std::move(lines)}, width_{width}, chunk_(kChunk)
    {}

    std::size_t read(char* buffer, std::size_t size) override
    {
        while (given_ == ready_.size()) {
            const std::size_t count = lines_->read_at(at_, chunk_.data(), chunk_.size());
            if (count == 0) return 0;
            at_ += count;
            ready_.clear();
            given_ = 0;
            for (std::size_t byte = 0; byte < count; ++byte) take(chunk_[byte]);
        }
        const std::size_t count = std::min(size, ready_.size() - given_);
        std::memcpy(buffer, ready_.data() + given_, count);
        given_ += count;
        return count;
    }

    void rewind() override
    {
        at_ = 0;
        ready_.clear();
        given_ = 0;
        commas_ = 0;
        is_in_quotes_ = false;
        is_empty_ = true;
    }

    bool counts_rows() const override { return true; }

private:
    void take(char byte)
    {
        if (byte == '\n' && !is_in_quotes_) {
            if (!is_empty_) ready_.append(width_ - 1 - commas_, ',');
            commas_ = 0;
            is_empty_ = true;
        } else {
            is_in_quotes_ = is_in_quotes_ != (byte == '"');
            commas_ += byte == ',' && !is_in_quotes_ ? 1 : 0;
            is_empty_ = false;
        }
        ready_ += byte;
    }

    std::shared_ptr<const SpooledFile> lines_;
    std::size_t width_;
    std::vector<char> chunk_;
    std::uint64_t at_ = 0;
    std::string ready_;
    std::size_t given_ = 0;
    std::size_t commas_ = 0;  // of the line so far
    bool is_in_quotes_ = false;
    bool is_empty_ = true;
};

}  // namespace

XlsxReader::XlsxReader(std::shared_ptr<const ZipReader> zip, std::filesystem::path folder)
    : zip_{std::move(zip)},
      folder_{std::move(folder)},
      parts_{read_workbook_parts(*zip_)},
      formats_{read_styles(*zip_, parts_.styles)},
      shared_{std::make_unique<TextStore>(folder_)}
{
    read_shared_strings(*zip_, parts_.shared_strings, *shared_);
    for (const auto& sheet : parts_.sheets) sheets_.push_back({sheet.name, sheet.is_hidden});
}

std::unique_ptr<portal_import::ByteSource> XlsxReader::text_of(std::size_t sheet) const
{
    const ZipEntry* entry = zip_->find(parts_.sheets.at(sheet).part);
    if (entry == nullptr) refuse_damaged();
    const auto part = zip_->open(*entry);
    auto lines = std::make_shared<SpooledFile>(folder_);
    SheetRows rows{*shared_, formats_, parts_.days, *lines};
    read_xml(*part, rows);
    const std::size_t width = rows.finish();
    return std::make_unique<SheetText>(std::move(lines), width);
}

}  // namespace furusato::documents
