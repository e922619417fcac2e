#include "main/payment_profiles.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "furusato/domain/refusal.hpp"

namespace furusato::composition {
namespace {

using application::PaymentProfile;
using nlohmann::json;
using Texts = std::vector<std::string>;

PaymentProfile profile_of(const json& document)
{
    const json& columns = document.at("columns");
    const auto headers = [&](const char* field) { return columns.value(field, Texts{}); };
    PaymentProfile profile{document.at("id"), document.at("label"), headers("paid_on"), headers("amount"),
        headers("payer"), headers("reference"), document.at("required").get<Texts>(),
        document.value("payer_prefixes", Texts{}), {}};
    for (const std::string& key : document.value("methods", Texts{})) {
        const auto method = domain::payment_method_of(key);
        if (!method) throw std::invalid_argument{"unknown payment method: " + key};
        profile.methods.push_back(*method);
    }
    for (const char* field : {"paid_on", "amount"}) {
        const auto& required = profile.required;
        if (std::find(required.begin(), required.end(), field) == required.end())
            throw std::invalid_argument{std::string{field} + " must be required"};
    }
    for (const std::string& field : profile.required) {
        if (!columns.contains(field))
            throw std::invalid_argument{"required names a field without columns: " + field};
    }
    return profile;
}

}  // namespace

std::vector<PaymentProfile> read_payment_profiles(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<PaymentProfile> profiles;
    for (const auto& file : files) {
        try {
            std::ifstream stream{file};
            profiles.push_back(profile_of(json::parse(stream)));
        } catch (const std::exception& error) {
            throw domain::Refusal{domain::RefusalKind::Invalid, "profile.invalid",
                {{"file", file.string()}, {"key", ""}, {"reason", error.what()}}};
        }
    }
    return profiles;
}

}  // namespace furusato::composition
