#include "persistence/base64.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>

#include <iterator>
#include <sstream>

namespace furusato::persistence {

std::string base64(std::string_view bytes)
{
    std::ostringstream text;
    Poco::Base64Encoder encoder{text};
    encoder.rdbuf()->setLineLength(0);
    encoder.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    encoder.close();
    return text.str();
}

std::string from_base64(const std::string& text)
{
    std::istringstream stream{text};
    Poco::Base64Decoder decoder{stream};
    return {std::istreambuf_iterator<char>{decoder}, {}};
}

}  // namespace furusato::persistence
