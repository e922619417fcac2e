#include "documents/fonts.hpp"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-font.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

constexpr std::array<const char*, 2> kFamilies{"IPAmjMincho", "Noto Serif CJK JP"};

/// One character as people count it: a code point and, if one follows, its variation selector.
struct Character {
    std::size_t begin;
    std::size_t end;
    gunichar code;
    gunichar selector = 0;
    bool is_valid = true;
};

bool is_variation_selector(gunichar code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

/// What marks no paper on its own, or means nothing outside one computer, is never printed.
bool is_drawable(gunichar code)
{
    switch (g_unichar_type(code)) {
        case G_UNICODE_CONTROL:
        case G_UNICODE_FORMAT:
        case G_UNICODE_UNASSIGNED:
        case G_UNICODE_PRIVATE_USE:
        case G_UNICODE_SURROGATE:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR: return false;
        default: return !is_variation_selector(code);
    }
}

std::optional<gunichar> code_at(std::string_view text, std::size_t position)
{
    const auto left = static_cast<gssize>(text.size() - position);
    const gunichar code = g_utf8_get_char_validated(text.data() + position, left);
    // A NUL comes back as an error from some versions of glib and as 0 from others.
    if (text[position] == '\0') return 0;
    if (code == static_cast<gunichar>(-1) || code == static_cast<gunichar>(-2)) return std::nullopt;
    return code;
}

std::size_t length_of(gunichar code)
{
    return static_cast<std::size_t>(g_unichar_to_utf8(code, nullptr));
}

Character character_at(std::string_view text, std::size_t position)
{
    const auto code = code_at(text, position);
    if (!code) {
        return {position, position + 1, static_cast<unsigned char>(text[position]), 0, false};
    }
    Character character{position, position + length_of(*code), *code};
    if (character.end == text.size()) return character;
    const auto next = code_at(text, character.end);
    if (next && is_variation_selector(*next) && is_drawable(character.code)) {
        character.selector = *next;
        character.end += length_of(*next);
    }
    return character;
}

bool has_ink(hb_font_t* font, hb_codepoint_t glyph)
{
    hb_glyph_extents_t extents{};
    return hb_font_get_glyph_extents(font, glyph, &extents) != 0 && extents.width != 0 && extents.height != 0;
}

bool shows(hb_font_t* font, const Character& character)
{
    hb_codepoint_t glyph = 0;
    if (character.selector != 0) {
        // A missing sequence falls back to the base glyph without any error, so it is asked for by itself.
        return hb_font_get_variation_glyph(font, character.code, character.selector, &glyph) != 0 &&
               glyph != 0;
    }
    if (hb_font_get_nominal_glyph(font, character.code, &glyph) == 0 || glyph == 0) return false;
    return g_unichar_type(character.code) == G_UNICODE_SPACE_SEPARATOR || has_ink(font, glyph);
}

std::string code_text(gunichar code)
{
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "U+%04X", code);
    return buffer.data();
}

/// "U+8FBB U+E0101", for a byte that is no text "byte 8F".
std::string codes_of(const Character& character)
{
    if (!character.is_valid) {
        std::array<char, 16> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "byte %02X", character.code);
        return buffer.data();
    }
    return code_text(character.code) +
           (character.selector == 0 ? std::string{} : " " + code_text(character.selector));
}

std::string described(std::string_view text, const Character& character)
{
    const std::string codes = "(" + codes_of(character) + ")";
    if (!character.is_valid) return codes;
    // An invisible character would garble the message that names it.
    if (!is_drawable(character.code)) return codes;
    return std::string{text.substr(character.begin, length_of(character.code))} + " " + codes;
}

bool is_of_family(PangoFont* font, const char* family)
{
    if (font == nullptr || PANGO_IS_FC_FONT(font) == FALSE) return false;
    FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcChar8* name = nullptr;
    for (int index = 0; FcPatternGetString(pattern, FC_FAMILY, index, &name) == FcResultMatch; ++index) {
        if (FcStrCmpIgnoreCase(name, reinterpret_cast<const FcChar8*>(family)) == 0) return true;
    }
    return false;
}

/// Paper has no pixels: outlines and advances stay exactly as designed.
FontOptions paper_options()
{
    FontOptions options{cairo_font_options_create()};
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    return options;
}

}  // namespace

FontChain::FontChain()
{
    const FontMap map{pango_cairo_font_map_new()};
    const TextContext context{pango_font_map_create_context(map.get())};
    for (const char* family : kFamilies) {
        Font font = load(map.get(), context.get(), family);
        if (!font.face && fonts_.empty()) {
            throw domain::Refusal{domain::RefusalKind::Invalid, "font.missing", {{"font", family}}};
        }
        if (font.face) fonts_.push_back(std::move(font));
    }
}

FontChain::Font FontChain::load(PangoFontMap* map, PangoContext* context, const char* family)
{
    const FontDescription description{pango_font_description_new()};
    pango_font_description_set_family_static(description.get(), family);
    pango_font_description_set_absolute_size(description.get(), 10 * PANGO_SCALE);
    const LoadedFont font{pango_font_map_load_font(map, context, description.get())};
    if (!is_of_family(font.get(), family)) return {};
    // Questions about glyphs and drawing go to one and the same font file.
    GlyphFont glyphs{hb_font_create(hb_font_get_face(pango_font_get_hb_font(font.get())))};
    hb_font_make_immutable(glyphs.get());
    cairo_scaled_font_t* drawn = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font.get()));
    return {std::move(glyphs), FontFace{cairo_font_face_reference(cairo_scaled_font_get_font_face(drawn))}};
}

double FontChain::units_per_em(int font) const
{
    return hb_face_get_upem(hb_font_get_face(glyphs(font)));
}

SizedFont FontChain::sized(int font, double size) const
{
    const FontOptions options = paper_options();
    cairo_matrix_t to_size;
    cairo_matrix_init_scale(&to_size, size, size);
    cairo_matrix_t to_page;
    cairo_matrix_init_identity(&to_page);
    cairo_font_face_t* face = fonts_[static_cast<std::size_t>(font)].face.get();
    return SizedFont{cairo_scaled_font_create(face, &to_size, &to_page, options.get())};
}

void FontChain::runs(std::string_view text, std::vector<FontRun>& runs) const
{
    runs.clear();
    for (std::size_t position = 0; position < text.size();) {
        const Character character = character_at(text, position);
        int font = FontRun::kMissing;
        if (character.is_valid && is_drawable(character.code)) {
            const auto found = std::find_if(fonts_.begin(), fonts_.end(),
                [&](const Font& each) { return shows(each.glyphs.get(), character); });
            if (found != fonts_.end()) font = static_cast<int>(found - fonts_.begin());
        }
        if (!runs.empty() && runs.back().font == font) {
            runs.back().end = character.end;
        } else {
            runs.push_back({character.begin, character.end, font});
        }
        position = character.end;
    }
}

std::vector<std::string> FontChain::unprintable(std::string_view text) const
{
    std::vector<std::string> missing;
    std::vector<FontRun> all;
    runs(text, all);
    for (const FontRun& run : all) {
        if (run.font != FontRun::kMissing) continue;
        for (std::size_t position = run.begin; position < run.end;) {
            const Character character = character_at(text, position);
            std::string description = described(text, character);
            if (std::find(missing.begin(), missing.end(), description) == missing.end()) {
                missing.push_back(std::move(description));
            }
            position = character.end;
        }
    }
    return missing;
}

std::string FontChain::spelled_out(std::string_view text) const
{
    std::string spelled;
    std::vector<FontRun> all;
    runs(text, all);
    for (const FontRun& run : all) {
        if (run.font != FontRun::kMissing) {
            spelled += text.substr(run.begin, run.end - run.begin);
            continue;
        }
        for (std::size_t position = run.begin; position < run.end;) {
            const Character character = character_at(text, position);
            spelled += "〔" + codes_of(character) + "〕";
            position = character.end;
        }
    }
    return spelled;
}

}  // namespace furusato::documents
