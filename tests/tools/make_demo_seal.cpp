// Draws etc/demo/seal.png, the sample city's seal: 24 mm square at 300 dpi, red with alpha, plainly marked 見本.
// g++ -std=c++20 make_demo_seal.cpp -o seal $(pkg-config --cflags --libs pangocairo) && ./seal etc/demo/seal.png
#include <pango/pangocairo.h>

#include <array>
#include <memory>
#include <vector>

namespace {

constexpr int kSide = 283;  // 24 mm × 300 dpi
constexpr double kBorder = 11;
constexpr double kMargin = 21;

/// Each character is stretched into its cell, as a carved seal fills its square.
void draw_character(
    cairo_t* canvas, const char* character, double left, double top, double width, double height)
{
    const std::unique_ptr<PangoLayout, decltype(&g_object_unref)> layout{
        pango_cairo_create_layout(canvas), g_object_unref};
    PangoFontDescription* font = pango_font_description_from_string("Noto Serif CJK JP Bold 60");
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), character, -1);
    PangoRectangle ink;
    pango_layout_get_pixel_extents(layout.get(), &ink, nullptr);
    cairo_save(canvas);
    cairo_translate(canvas, left, top);
    cairo_scale(canvas, width / ink.width, height / ink.height);
    cairo_move_to(canvas, -ink.x, -ink.y);
    pango_cairo_show_layout(canvas, layout.get());
    cairo_restore(canvas);
}

void draw_columns(cairo_t* canvas)
{
    const std::array<std::vector<const char*>, 3> columns{
        {{"周", "南", "市"}, {"長", "之", "印"}, {"見", "本"}}};
    constexpr double gap = 9;
    constexpr double inside = kSide - 2 * kMargin;
    constexpr double width = (inside - 2 * gap) / 3;
    double left = kSide - kMargin - width;
    for (const auto& column : columns) {
        const auto rows = static_cast<double>(column.size());
        const double height = (inside - (rows - 1) * gap) / rows;
        double top = kMargin;
        for (const char* character : column) {
            draw_character(canvas, character, left, top, width, height);
            top += height + gap;
        }
        left -= width + gap;
    }
}

}  // namespace

int main(int count, char** arguments)
{
    if (count != 2) return 2;
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, kSide, kSide);
    cairo_t* canvas = cairo_create(surface);
    cairo_set_source_rgba(canvas, 0.78, 0.13, 0.10, 0.86);
    cairo_set_line_width(canvas, kBorder);
    cairo_set_line_join(canvas, CAIRO_LINE_JOIN_ROUND);
    cairo_rectangle(canvas, kBorder / 2 + 1, kBorder / 2 + 1, kSide - kBorder - 2, kSide - kBorder - 2);
    cairo_stroke(canvas);
    draw_columns(canvas);
    const bool is_written = cairo_surface_write_to_png(surface, arguments[1]) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(canvas);
    cairo_surface_destroy(surface);
    return is_written ? 0 : 1;
}
