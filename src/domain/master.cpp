#include "furusato/domain/master.hpp"

#include <algorithm>

namespace furusato::domain {

std::vector<MasterVersion> versions_of(const std::vector<MasterVersion>& versions, std::string_view code)
{
    std::vector<MasterVersion> found;
    for (const MasterVersion& version : versions) {
        if (version.code == code && !version.is_withdrawn()) found.push_back(version);
    }
    std::sort(found.begin(), found.end(), [](const MasterVersion& left, const MasterVersion& right) {
        return left.valid_from < right.valid_from;
    });
    return found;
}

const MasterVersion* version_on(
    const std::vector<MasterVersion>& versions, std::string_view code, const Date& day)
{
    const auto found = std::find_if(versions.begin(), versions.end(),
        [&](const MasterVersion& version) { return version.code == code && version.is_in_force(day); });
    return found == versions.end() ? nullptr : &*found;
}

std::string name_between(const std::vector<MasterVersion>& versions, std::string_view code, const Date& from,
    const Date& through, const std::optional<std::string>& standard)
{
    std::string names;
    std::string last;
    const auto add = [&](const std::string& name) {
        if (name.empty() || name == last) return;
        names += (names.empty() ? "" : "→") + name;
        last = name;
    };
    const auto known = versions_of(versions, code);
    if (standard && (known.empty() || from < known.front().valid_from)) add(*standard);
    std::string before;
    for (const MasterVersion& version : known) {
        if (version.valid_to && *version.valid_to < from) {
            before = version.name;
        } else if (version.valid_from <= through) {
            add(version.name);
        }
    }
    if (!names.empty()) return names;
    if (!before.empty()) return before;
    return known.empty() || standard ? std::string{} : known.front().name;
}

}  // namespace furusato::domain
