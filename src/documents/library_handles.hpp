#pragma once

#include <cairo.h>
#include <hb.h>
#include <pango/pangocairo.h>

#include <memory>

namespace furusato::documents {

/// Gives a C library's object back with the library's own function.
template <auto release>
struct Releases {
    template <class Object>
    void operator()(Object* object) const
    {
        release(object);
    }
};

using Surface = std::unique_ptr<cairo_surface_t, Releases<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Releases<cairo_destroy>>;
using FontFace = std::unique_ptr<cairo_font_face_t, Releases<cairo_font_face_destroy>>;
using SizedFont = std::unique_ptr<cairo_scaled_font_t, Releases<cairo_scaled_font_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Releases<cairo_font_options_destroy>>;
using FontMap = std::unique_ptr<PangoFontMap, Releases<g_object_unref>>;
using TextContext = std::unique_ptr<PangoContext, Releases<g_object_unref>>;
using FontDescription = std::unique_ptr<PangoFontDescription, Releases<pango_font_description_free>>;
using LoadedFont = std::unique_ptr<PangoFont, Releases<g_object_unref>>;
using GlyphFont = std::unique_ptr<hb_font_t, Releases<hb_font_destroy>>;
using GlyphBuffer = std::unique_ptr<hb_buffer_t, Releases<hb_buffer_destroy>>;

}  // namespace furusato::documents
