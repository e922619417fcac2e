#include "documents/line_breaks.hpp"

#include <algorithm>

namespace furusato::documents {

std::vector<Break> line_breaks(const ShapedText& shaped, BreakKind kind)
{
    const char* const text = shaped.text.data();
    const auto length = g_utf8_strlen(text, static_cast<gssize>(shaped.text.size()));
    std::vector<PangoLogAttr> marks(static_cast<std::size_t>(length) + 1);
    pango_get_log_attrs(text, static_cast<int>(shaped.text.size()), -1, pango_language_from_string("ja"),
        marks.data(), static_cast<int>(marks.size()));
    std::vector<Break> breaks;
    std::size_t position = 0;
    std::size_t glyph = 0;
    for (const cairo_text_cluster_t& cluster : shaped.clusters) {
        position += static_cast<std::size_t>(cluster.num_bytes);
        glyph += static_cast<std::size_t>(cluster.num_glyphs);
        const bool is_end = position == shaped.text.size();
        const auto& mark = marks[static_cast<std::size_t>(g_utf8_pointer_to_offset(text, text + position))];
        const bool may_break = kind == BreakKind::BetweenWords ? mark.is_line_break : mark.is_cursor_position;
        if (is_end || may_break) breaks.push_back({position, is_end ? shaped.width : shaped.glyphs[glyph].x});
    }
    return breaks;
}

std::optional<std::vector<std::size_t>> wrapped(const std::vector<Break>& breaks, double width, int lines)
{
    std::vector<std::size_t> ends;
    double start = 0;
    for (auto next = breaks.begin(); next != breaks.end();) {
        const auto over =
            std::find_if(next, breaks.end(), [&](const Break& each) { return each.x - start > width; });
        if (over == next || static_cast<int>(ends.size()) == lines) return std::nullopt;
        ends.push_back(std::prev(over)->position);
        start = std::prev(over)->x;
        next = over;
    }
    return ends;
}

std::string_view trimmed(std::string_view text)
{
    for (const std::string_view space : {" ", "\u3000"}) {
        while (text.starts_with(space)) text.remove_prefix(space.size());
        while (text.ends_with(space)) text.remove_suffix(space.size());
    }
    return text;
}

}  // namespace furusato::documents
