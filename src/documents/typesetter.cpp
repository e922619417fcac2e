#include "documents/typesetter.hpp"

#include <algorithm>
#include <cmath>

#include "documents/line_breaks.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

constexpr double kSizeStep = 0.25;

}  // namespace

Typesetter::Typesetter(std::shared_ptr<const FontChain> fonts)
    : fonts_{std::move(fonts)}, buffer_{hb_buffer_create()}
{}

void Typesetter::begin(std::string number)
{
    used_ = 0;
    number_ = std::move(number);
}

Line Typesetter::line(std::string_view text, double size, double letter_spacing)
{
    const ShapedText& result = shaped(text);
    const auto gaps = static_cast<double>(std::max<std::size_t>(result.clusters.size(), 1) - 1);
    return {&result, result.width * size + gaps * letter_spacing, size, letter_spacing};
}

std::vector<Line> Typesetter::try_fit(std::string_view text, const FitRule& rule)
{
    const Line whole = line(text, rule.largest);
    if (whole.width <= rule.width) return {whole};
    const double shrunken = std::floor(rule.largest * rule.width / whole.width / kSizeStep) * kSizeStep;
    if (shrunken >= rule.smallest) return {line(text, shrunken)};
    for (const auto kind : {BreakKind::BetweenWords, BreakKind::BetweenCharacters}) {
        const auto breaks = line_breaks(*whole.shaped, kind);
        for (double size = rule.largest; size >= rule.smallest; size -= kSizeStep) {
            const auto ends = wrapped(breaks, rule.width / size, rule.lines);
            if (!ends) continue;
            std::vector<Line> lines;
            std::size_t begin = 0;
            for (const auto end : *ends) {
                lines.push_back(line(trimmed(text.substr(begin, end - begin)), size));
                begin = end;
            }
            return lines;
        }
    }
    return {};
}

std::vector<Line> Typesetter::fit(std::string_view text, const FitRule& rule)
{
    auto lines = try_fit(text, rule);
    if (lines.empty()) refuse();
    return lines;
}

void Typesetter::refuse() const
{
    throw domain::Refusal{domain::RefusalKind::Invalid, "receipt.does_not_fit", {{"number", number_}}};
}

void Typesetter::refuse_characters(std::string_view text) const
{
    std::string characters;
    for (const auto& each : fonts_->unprintable(text)) characters += (characters.empty() ? "" : ", ") + each;
    throw domain::Refusal{domain::RefusalKind::Invalid, "receipt.unprintable",
        {{"number", number_}, {"characters", characters}}};
}

/// Name and address stand twice on a sheet, and fitting asks again and again: each text is shaped once a sheet.
const ShapedText& Typesetter::shaped(std::string_view text)
{
    const auto end = texts_.begin() + static_cast<std::ptrdiff_t>(used_);
    const auto known =
        std::find_if(texts_.begin(), end, [text](const auto& each) { return each->text == text; });
    if (known != end) return **known;
    if (used_ == texts_.size()) texts_.push_back(std::make_unique<ShapedText>());
    ShapedText& result = *texts_[used_];
    result.text = text;
    shape(result);
    ++used_;
    return result;
}

void Typesetter::shape(ShapedText& shaped)
{
    shaped.runs.clear();
    shaped.glyphs.clear();
    shaped.clusters.clear();
    shaped.width = 0;
    fonts_->runs(shaped.text, font_runs_);
    for (const FontRun& run : font_runs_) {
        if (run.font == FontRun::kMissing) refuse_characters(shaped.text);
        shape_run(shaped, run);
    }
}

void Typesetter::shape_run(ShapedText& shaped, const FontRun& run)
{
    hb_buffer_t* buffer = buffer_.get();
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, shaped.text.data(), static_cast<int>(shaped.text.size()),
        static_cast<unsigned>(run.begin), static_cast<int>(run.end - run.begin));
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_shape(fonts_->glyphs(run.font), buffer, nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* glyphs = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, nullptr);
    const double em = fonts_->units_per_em(run.font);
    const auto first_glyph = shaped.glyphs.size();
    const auto first_cluster = shaped.clusters.size();
    for (unsigned index = 0; index < count; ++index) {
        // The chain was asked above; this is what would really be drawn.
        if (glyphs[index].codepoint == 0) refuse_characters(shaped.text);
        shaped.glyphs.push_back({glyphs[index].codepoint, shaped.width + positions[index].x_offset / em,
            -positions[index].y_offset / em});
        shaped.width += positions[index].x_advance / em;
        if (index > 0 && glyphs[index].cluster == glyphs[index - 1].cluster) {
            ++shaped.clusters.back().num_glyphs;
            continue;
        }
        if (index > 0)
            shaped.clusters.back().num_bytes =
                static_cast<int>(glyphs[index].cluster - glyphs[index - 1].cluster);
        shaped.clusters.push_back({static_cast<int>(run.end - glyphs[index].cluster), 1});
    }
    shaped.runs.push_back({run.font, run.begin, run.end, first_glyph, shaped.glyphs.size(), first_cluster,
        shaped.clusters.size()});
}

cairo_scaled_font_t* Typesetter::sized_font(int font, double size)
{
    SizedFont& sized = sized_fonts_[{font, size}];
    if (!sized) sized = fonts_->sized(font, size);
    return sized.get();
}

void Typesetter::draw(cairo_t* canvas, const PlacedLine& placed)
{
    const ShapedText& text = *placed.line.shaped;
    const double size = placed.line.size;
    for (const ShapedText::Run& run : text.runs) {
        placed_glyphs_.assign(text.glyphs.begin() + static_cast<std::ptrdiff_t>(run.begin_glyph),
            text.glyphs.begin() + static_cast<std::ptrdiff_t>(run.end_glyph));
        std::size_t glyph = 0;
        for (auto cluster = run.begin_cluster; cluster < run.end_cluster; ++cluster) {
            const double shift = placed.x + static_cast<double>(cluster) * placed.line.letter_spacing;
            for (int left = text.clusters[cluster].num_glyphs; left > 0; --left, ++glyph) {
                placed_glyphs_[glyph].x = shift + placed_glyphs_[glyph].x * size;
                placed_glyphs_[glyph].y = placed.baseline + placed_glyphs_[glyph].y * size;
            }
        }
        cairo_set_scaled_font(canvas, sized_font(run.font, size));
        cairo_show_text_glyphs(canvas, text.text.data() + run.begin_byte,
            static_cast<int>(run.end_byte - run.begin_byte), placed_glyphs_.data(),
            static_cast<int>(placed_glyphs_.size()), text.clusters.data() + run.begin_cluster,
            static_cast<int>(run.end_cluster - run.begin_cluster), {});
    }
}

}  // namespace furusato::documents
