#pragma once

#include <string_view>

namespace furusato::domain {

/// Whether this is the Japanese name of one of the 47 prefectures (東京都, not 東京), or "overseas".
bool is_prefecture(std::string_view name);

}  // namespace furusato::domain
