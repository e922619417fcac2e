#pragma once

#include <map>
#include <string>

#include "furusato/application/verify_ledger.hpp"

namespace furusato::application {

/// Adds what is found to a report: all are counted, a hundred of each code are named.
class Findings {
public:
    explicit Findings(VerifyReport& report) : report_{report} {}
    void add(const std::string& code, const std::string& subject)
    {
        constexpr std::int64_t kShownOfEach = 100;
        ++report_.findings_in_all;
        if (++counts_[code] <= kShownOfEach) report_.findings.push_back({code, subject});
    }

private:
    VerifyReport& report_;
    std::map<std::string, std::int64_t> counts_;
};

}  // namespace furusato::application
