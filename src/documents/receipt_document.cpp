#include "documents/receipt_document.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "documents/receipt_page.hpp"

namespace furusato::documents {
namespace {

// A run has one sheet, or two when the mayor changes on a day of it; the bound only keeps odd runs flat in memory.
constexpr std::size_t kMostSheets = 16;

}  // namespace

PdfReceiptDocument::PdfReceiptDocument(const std::filesystem::path& file,
    std::shared_ptr<const FontChain> fonts, const domain::EraTable& eras, const std::filesystem::path& share)
    : file_{file}, eras_{eras}, share_{share}, typesetter_{std::move(fonts)}
{}

void PdfReceiptDocument::add(const domain::Receipt& receipt, const application::ReceiptWording& wording)
{
    typesetter_.begin(receipt.number.text(eras_));
    const StaticSheet& sheet = sheet_for(receipt, wording);
    const auto lines = receipt_page(typesetter_, receipt, wording, eras_);
    cairo_t* canvas = file_.canvas();
    sheet.show(canvas);
    cairo_set_source_rgb(canvas, 0, 0, 0);
    for (const PlacedLine& line : lines) typesetter_.draw(canvas, line);
    file_.end_page();
    if (title_.empty()) title_ = wording.title;
    last_issued_on_ = last_issued_on_ ? std::max(*last_issued_on_, receipt.issued_on) : receipt.issued_on;
}

const StaticSheet& PdfReceiptDocument::sheet_for(
    const domain::Receipt& receipt, const application::ReceiptWording& wording)
{
    auto key = StaticSheet::key(receipt.issuer, wording);
    const auto found = sheets_.find(key);
    if (found != sheets_.end()) return found->second;
    if (sheets_.size() == kMostSheets) sheets_.clear();
    return sheets_
        .emplace(std::piecewise_construct, std::forward_as_tuple(std::move(key)),
            std::forward_as_tuple(typesetter_, receipt.issuer, wording, share_))
        .first->second;
}

int PdfReceiptDocument::finish()
{
    if (file_.pages() == 0) return 0;
    file_.finish(title_, *last_issued_on_);
    return file_.pages();
}

}  // namespace furusato::documents
