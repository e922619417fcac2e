#pragma once

#include <string>
#include <vector>

#include "furusato/application/portal_profile_shelf.hpp"

namespace furusato::composition {

/// Gathers what is wrong with one profile.
class ProfileFaults {
public:
    explicit ProfileFaults(std::string file) : file_{std::move(file)} {}

    void add(const std::string& key, const std::string& code, const std::string& value = {})
    {
        faults_.push_back({file_, key, code, value, false});
    }
    void warn(const std::string& key, const std::string& code, const std::string& value = {})
    {
        faults_.push_back({file_, key, code, value, true});
    }
    const std::vector<application::ProfileFault>& all() const { return faults_; }

private:
    std::string file_;
    std::vector<application::ProfileFault> faults_;
};

}  // namespace furusato::composition
