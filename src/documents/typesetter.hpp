#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/fonts.hpp"

namespace furusato::documents {

/// How far a line's middle lies above its baseline, as a share of its size: centres Japanese text on a height.
inline constexpr double kHalfHeight = 0.38;

/// Shaped text at size 1: glyphs, the bytes each stands for, and the stretches in one font.
struct ShapedText {
    struct Run {
        int font;
        std::size_t begin_byte, end_byte;
        std::size_t begin_glyph, end_glyph;
        std::size_t begin_cluster, end_cluster;
    };
    std::string text;
    std::vector<Run> runs;
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    double width = 0;
};

/// One line of text at a size, in points; it lives until the typesetter begins the next sheet.
struct Line {
    const ShapedText* shaped;
    double width;
    double size;
    double letter_spacing = 0;
};

/// A line at its place on the sheet, in points from the upper left corner of the page.
struct PlacedLine {
    Line line;
    double x;
    double baseline;
};

/// How a text may give way: first it shrinks to `smallest`, then it wraps to at most `lines` lines.
struct FitRule {
    double width;
    double largest;
    double smallest;
    int lines = 1;
};

/// Shapes lines with the font chain and draws them. A PangoLayout for each line took half the time of a page, so text is
/// shaped by harfbuzz directly, once for all sizes; pango finds the fonts and the places where Japanese may wrap.
class Typesetter {
public:
    explicit Typesetter(std::shared_ptr<const FontChain> fonts);

    /// Starts a sheet: all lines given out before become invalid; the number is named in refusals.
    void begin(std::string number);

    /// Throws domain::Refusal{Invalid, "receipt.unprintable"} when a character has no glyph.
    Line line(std::string_view text, double size, double letter_spacing = 0);

    /// The text in as few and as large lines as the rule allows; empty when it does not fit.
    std::vector<Line> try_fit(std::string_view text, const FitRule& rule);
    /// The same; throws the refusal of refuse() when it does not fit.
    std::vector<Line> fit(std::string_view text, const FitRule& rule);
    /// Throws domain::Refusal{Invalid, "receipt.does_not_fit"} naming the number.
    [[noreturn]] void refuse() const;

    void draw(cairo_t* canvas, const PlacedLine& placed);

private:
    const ShapedText& shaped(std::string_view text);
    void shape(ShapedText& shaped);
    void shape_run(ShapedText& shaped, const FontRun& run);
    cairo_scaled_font_t* sized_font(int font, double size);
    [[noreturn]] void refuse_characters(std::string_view text) const;

    std::shared_ptr<const FontChain> fonts_;
    std::vector<std::unique_ptr<ShapedText>> texts_;  // reused from sheet to sheet
    std::size_t used_ = 0;
    std::string number_;
    GlyphBuffer buffer_;
    std::vector<FontRun> font_runs_;
    std::vector<cairo_glyph_t> placed_glyphs_;
    std::map<std::pair<int, double>, SizedFont> sized_fonts_;
};

}  // namespace furusato::documents
