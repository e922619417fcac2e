#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "documents/library_handles.hpp"

namespace furusato::documents {

/// A stretch of text and the font of the chain that shows it; kMissing when none does.
struct FontRun {
    static constexpr int kMissing = -1;
    std::size_t begin;
    std::size_t end;
    int font;
};

/// The explicit chain of fonts: IPAmj Mincho, then Noto Serif CJK JP where it is installed. A character or variation
/// sequence is shown by the first font that has exactly it; nothing is ever replaced by a look-alike or by a box.
/// Immutable once made, so that documents in several threads may share one.
class FontChain {
public:
    /// Throws domain::Refusal{Invalid, "font.missing"} without the first font: fontconfig would silently give another one.
    FontChain();

    /// The text cut where the font changes or a character is missing; one run for nearly every text.
    void runs(std::string_view text, std::vector<FontRun>& runs) const;
    /// Each different missing character once, as "辻 (U+8FBB U+E0101)".
    std::vector<std::string> unprintable(std::string_view text) const;
    /// The text with each missing character as its number, "〔U+E000〕".
    std::string spelled_out(std::string_view text) const;

    /// For shaping; its scale is units_per_em().
    hb_font_t* glyphs(int font) const { return fonts_[static_cast<std::size_t>(font)].glyphs.get(); }
    double units_per_em(int font) const;
    /// The same font for drawing at a size in points.
    SizedFont sized(int font, double size) const;

private:
    struct Font {
        GlyphFont glyphs;
        FontFace face;
    };
    static Font load(PangoFontMap* map, PangoContext* context, const char* family);

    std::vector<Font> fonts_;
};

}  // namespace furusato::documents
