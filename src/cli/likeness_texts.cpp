#include "cli/likeness_texts.hpp"

namespace furusato::cli {

using domain::MatchField;

nlohmann::json likeness_json(const domain::DonorLikeness& likeness)
{
    nlohmann::json fields = nlohmann::json::object();
    for (std::size_t i = 0; i < domain::kMatchFieldKeys.size(); ++i)
        fields[std::string{domain::kMatchFieldKeys[i]}] =
            domain::key_of(likeness.of(static_cast<MatchField>(i)));
    return fields;
}

std::string likeness_text(const Context& context, const domain::DonorLikeness& likeness)
{
    std::string text;
    for (const auto how : {domain::Likeness::Agrees, domain::Likeness::Partly, domain::Likeness::Differs}) {
        std::string fields;
        for (std::size_t i = 0; i < domain::kMatchFieldKeys.size(); ++i) {
            if (likeness.of(static_cast<MatchField>(i)) != how) continue;
            fields += (fields.empty() ? "" : "・") +
                      context.sentence("label.match_field." + std::string{domain::kMatchFieldKeys[i]});
        }
        if (fields.empty()) continue;
        text += (text.empty() ? "" : "、") +
                context.sentence("label.likeness." + std::string{domain::key_of(how)}, {{"fields", fields}});
    }
    return text;
}

}  // namespace furusato::cli
