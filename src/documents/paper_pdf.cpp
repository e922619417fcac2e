#include "furusato/documents/paper_pdf.hpp"

#include "documents/paper_layout.hpp"
#include "documents/pdf_file.hpp"

namespace furusato::documents {
namespace {

constexpr double kQuiet = 0.35;

void draw(cairo_t* canvas, Typesetter& typesetter, const PaperPage& page)
{
    cairo_set_source_rgb(canvas, kQuiet, kQuiet, kQuiet);
    for (const PaperRule& rule : page.rules) {
        cairo_set_line_width(canvas, rule.width);
        cairo_move_to(canvas, rule.left, rule.y);
        cairo_line_to(canvas, rule.right, rule.y);
        cairo_stroke(canvas);
    }
    cairo_set_line_width(canvas, 0.5);
    for (const PaperBox& box : page.boxes) {
        cairo_rectangle(canvas, box.left, box.top, box.width, box.height);
        cairo_stroke(canvas);
    }
    cairo_set_source_rgb(canvas, 0, 0, 0);
    for (const PlacedLine& line : page.lines) typesetter.draw(canvas, line);
}

class PdfPaperPrinter final : public application::PaperPrinter {
public:
    int print(const std::filesystem::path& file, const application::Paper& paper) const override
    {
        const auto fonts = std::make_shared<const FontChain>();
        Typesetter typesetter{fonts};
        typesetter.begin(paper.title);
        PdfFile pdf{file};
        for (const PaperPage& page : paper_pages(typesetter, *fonts, paper)) {
            draw(pdf.canvas(), typesetter, page);
            pdf.end_page();
        }
        pdf.finish(paper.title, paper.dated_on);
        return pdf.pages();
    }
};

}  // namespace

std::unique_ptr<application::PaperPrinter> make_paper_printer()
{
    return std::make_unique<PdfPaperPrinter>();
}

}  // namespace furusato::documents
