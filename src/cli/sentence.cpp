#include "cli/sentence.hpp"

namespace furusato::cli {

std::string sentence_of(
    const Messages& messages, const std::string& code, const domain::Refusal::Details& details)
{
    const auto found = messages.find(code);
    if (found == messages.end()) return code;
    std::string text = found->second;
    for (const auto& [name, key] : details) {
        // Fields and states are named as on the screen.
        const auto label = messages.find(std::string{"label."}.append(name).append(".").append(key));
        const std::string& value = label == messages.end() ? key : label->second;
        const std::string placeholder = "{" + name + "}";
        for (auto at = text.find(placeholder); at != std::string::npos;
             at = text.find(placeholder, at + value.size())) {
            text.replace(at, placeholder.size(), value);
        }
    }
    // A placeholder that nobody filled says nothing to a clerk.
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open)) {
        const auto close = text.find('}', open);
        if (close == std::string::npos) break;
        text.erase(open, close - open + 1);
    }
    return text;
}

}  // namespace furusato::cli
