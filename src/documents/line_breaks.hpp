#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "documents/typesetter.hpp"

namespace furusato::documents {

/// A place where a line may end: byte offset, and how far the text reaches up to there at size 1.
struct Break {
    std::size_t position;
    double x;
};

enum class BreakKind { BetweenWords, BetweenCharacters };

/// The places where Japanese typesetting lets a line end, or all places between characters; the end of the text is the last.
std::vector<Break> line_breaks(const ShapedText& shaped, BreakKind kind);

/// Ends of the lines when each takes as much as fits; nullopt when a piece is wider than a line or the lines run out.
std::optional<std::vector<std::size_t>> wrapped(const std::vector<Break>& breaks, double width, int lines);

/// Without spaces, ideographic ones included, at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace furusato::documents
