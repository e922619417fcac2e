#pragma once

#include <stdexcept>
#include <string>

namespace furusato::application {

/// The store failed for a reason that is nobody's input: the code names it ("database.full"), the text is for the log.
class StorageError : public std::runtime_error {
public:
    StorageError(std::string code, const std::string& text) : std::runtime_error{text}, code_{std::move(code)}
    {}
    const std::string& code() const { return code_; }

private:
    std::string code_;
};

/// A unique key was there already.
class DuplicateKey : public StorageError {
public:
    explicit DuplicateKey(const std::string& text) : StorageError{"database.duplicate_key", text} {}
};

}  // namespace furusato::application
