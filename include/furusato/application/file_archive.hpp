#pragma once

#include <memory>
#include <string>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::application {

/// Port: the original bytes of imported files, kept compressed under the digest of their content.
class FileArchive {
public:
    virtual ~FileArchive() = default;
    /// Keeps all bytes of the source (from its start) under the name, in place of older ones. On disk when it returns.
    virtual void keep(portal_import::ByteSource& source, const std::string& name) = 0;
    virtual bool holds(const std::string& name) const = 0;
    /// Deletes the bytes; nothing happens when they are gone already.
    virtual void remove(const std::string& name) = 0;
    /// The original bytes. Throws Refusal{NotFound, "archive.missing"}.
    virtual std::unique_ptr<portal_import::ByteSource> open(const std::string& name) const = 0;
};

}  // namespace furusato::application
