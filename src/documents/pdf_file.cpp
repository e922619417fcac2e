#include "documents/pdf_file.hpp"

#include <cairo-pdf.h>

#include <stdexcept>

#include "documents/sheet_layout.hpp"

namespace furusato::documents {
namespace {

cairo_status_t write_to_part(void* closure, const unsigned char* bytes, unsigned int size)
{
    return static_cast<PartFile*>(closure)->write(bytes, size) ? CAIRO_STATUS_SUCCESS
                                                               : CAIRO_STATUS_WRITE_ERROR;
}

}  // namespace

PdfFile::PdfFile(const std::filesystem::path& file) : file_{file}
{
    surface_.reset(
        cairo_pdf_surface_create_for_stream(write_to_part, &file_, mm(sheet::kWidth), mm(sheet::kHeight)));
    canvas_.reset(cairo_create(surface_.get()));
    check();
}

void PdfFile::end_page()
{
    cairo_show_page(canvas_.get());
    check();
    ++pages_;
}

void PdfFile::finish(const std::string& title, const domain::Date& dated_on)
{
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "ふるさと台帳");
    const std::string created = dated_on.iso() + "T00:00:00+09:00";
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
    canvas_.reset();
    cairo_surface_finish(surface_.get());
    check();
    file_.commit();
}

void PdfFile::check() const
{
    auto status = cairo_surface_status(surface_.get());
    if (status == CAIRO_STATUS_SUCCESS && canvas_) status = cairo_status(canvas_.get());
    if (status == CAIRO_STATUS_WRITE_ERROR) file_.refuse();
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error{std::string{"cairo: "} + cairo_status_to_string(status)};
}

}  // namespace furusato::documents
