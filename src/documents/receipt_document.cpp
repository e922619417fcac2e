#include "documents/receipt_document.hpp"

#include <cairo-pdf.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "documents/receipt_page.hpp"
#include "documents/sheet_layout.hpp"

namespace furusato::documents {
namespace {

// A run has one sheet, or two when the mayor changes on a day of it; the bound only keeps odd runs flat in memory.
constexpr std::size_t kMostSheets = 16;

cairo_status_t write_to_part(void* closure, const unsigned char* bytes, unsigned int size)
{
    return static_cast<PartFile*>(closure)->write(bytes, size) ? CAIRO_STATUS_SUCCESS
                                                               : CAIRO_STATUS_WRITE_ERROR;
}

}  // namespace

PdfReceiptDocument::PdfReceiptDocument(const std::filesystem::path& file,
    std::shared_ptr<const FontChain> fonts, const domain::EraTable& eras, const std::filesystem::path& share)
    : file_{file}, eras_{eras}, share_{share}, typesetter_{std::move(fonts)}
{
    surface_.reset(
        cairo_pdf_surface_create_for_stream(write_to_part, &file_, mm(sheet::kWidth), mm(sheet::kHeight)));
    canvas_.reset(cairo_create(surface_.get()));
    check();
}

void PdfReceiptDocument::add(const domain::Receipt& receipt, const application::ReceiptWording& wording)
{
    typesetter_.begin(receipt.number.text(eras_));
    const StaticSheet& sheet = sheet_for(receipt, wording);
    const auto lines = receipt_page(typesetter_, receipt, wording, eras_);
    sheet.show(canvas_.get());
    cairo_set_source_rgb(canvas_.get(), 0, 0, 0);
    for (const PlacedLine& line : lines) typesetter_.draw(canvas_.get(), line);
    cairo_show_page(canvas_.get());
    check();
    if (title_.empty()) title_ = wording.title;
    last_issued_on_ = last_issued_on_ ? std::max(*last_issued_on_, receipt.issued_on) : receipt.issued_on;
    ++pages_;
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
    if (pages_ == 0) return 0;
    describe();
    canvas_.reset();
    cairo_surface_finish(surface_.get());
    check();
    file_.commit();
    return pages_;
}

void PdfReceiptDocument::describe()
{
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title_.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "ふるさと台帳");
    // The day of issue, not the clock: the same receipts give the same bytes.
    const std::string created = last_issued_on_->iso() + "T00:00:00+09:00";
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
}

void PdfReceiptDocument::check() const
{
    auto status = cairo_surface_status(surface_.get());
    if (status == CAIRO_STATUS_SUCCESS && canvas_) status = cairo_status(canvas_.get());
    if (status == CAIRO_STATUS_WRITE_ERROR) file_.refuse();
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error{std::string{"cairo: "} + cairo_status_to_string(status)};
}

}  // namespace furusato::documents
