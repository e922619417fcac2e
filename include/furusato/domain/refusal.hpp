#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace furusato::domain {

/// Why something was refused; the edges map it to an exit code or an HTTP status, once.
enum class RefusalKind { Invalid, NotFound, Conflict, Forbidden };

/// An expected "no": a stable code, and named values for the sentence that people read (never personal data).
class Refusal : public std::exception {
public:
    using Details = std::vector<std::pair<std::string, std::string>>;

    Refusal(RefusalKind kind, std::string code, Details details = {})
        : kind_{kind}, code_{std::move(code)}, details_{std::move(details)}
    {}

    RefusalKind kind() const { return kind_; }
    const std::string& code() const { return code_; }
    const Details& details() const { return details_; }
    const char* what() const noexcept override { return code_.c_str(); }

private:
    RefusalKind kind_;
    std::string code_;
    Details details_;
};

}  // namespace furusato::domain
