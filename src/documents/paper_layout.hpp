#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/typesetter.hpp"
#include "furusato/application/paper_printer.hpp"

namespace furusato::documents {

/// A straight line on a page, in points.
struct PaperRule {
    double left, right, y, width;
};

/// An empty frame on a page, in points.
struct PaperBox {
    double left, top, width, height;
};

/// A page with everything at its place.
struct PaperPage {
    std::vector<PlacedLine> lines;
    std::vector<PaperRule> rules;
    std::vector<PaperBox> boxes;
};

/// Divides a paper into pages: cells wrap, rows and tables go on where the page before ended, nothing is cut.
std::vector<PaperPage> paper_pages(
    Typesetter& typesetter, const FontChain& fonts, const application::Paper& paper);

}  // namespace furusato::documents
