#pragma once

#include <Poco/SAX/Attributes.h>

#include <string>
#include <string_view>

#include "furusato/application/packed_files.hpp"

namespace furusato::documents {

/// What the reader of an XML part hears, in the part's order; names come without the prefix of their name space.
class XmlListener {
public:
    virtual ~XmlListener() = default;
    virtual void begin(std::string_view name, const Poco::XML::Attributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view text) = 0;
};

/// The value of an attribute by its name without prefix; empty where it is missing.
std::string_view attribute(const Poco::XML::Attributes& attributes, std::string_view name);

/// Reads a part to its end with a chunk of it in memory. Throws Refusal{Invalid, "file.damaged"} for what is no XML or declares a document
/// type, and what the listener throws.
void read_xml(portal_import::ByteSource& part, XmlListener& listener);

}  // namespace furusato::documents
