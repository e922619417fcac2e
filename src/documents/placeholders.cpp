#include "documents/placeholders.hpp"

#include <algorithm>

namespace furusato::documents {

std::string filled(
    std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values)
{
    std::string result;
    while (!text.empty()) {
        const auto open = text.find('{');
        result += text.substr(0, open);
        if (open == std::string_view::npos) break;
        text.remove_prefix(open);
        const auto close = text.find('}');
        const auto name = close == std::string_view::npos ? std::string_view{} : text.substr(1, close - 1);
        const auto value =
            std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.first == name; });
        const auto length = value == values.end() ? std::size_t{1} : close + 1;
        result += value == values.end() ? text.substr(0, 1) : value->second;
        text.remove_prefix(length);
    }
    return result;
}

}  // namespace furusato::documents
