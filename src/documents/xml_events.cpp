#include "documents/xml_events.hpp"

#include <Poco/Exception.h>
#include <Poco/SAX/DefaultHandler.h>
#include <Poco/SAX/InputSource.h>
#include <Poco/SAX/LexicalHandler.h>
#include <Poco/SAX/SAXException.h>
#include <Poco/SAX/SAXParser.h>

#include <array>
#include <exception>
#include <istream>
#include <streambuf>

#include "documents/refuse_packed.hpp"

namespace furusato::documents {
namespace {

using Poco::XML::XMLChar;
using Poco::XML::XMLString;

constexpr std::size_t kChunk = 1 << 16;
// The parser keeps what it cannot tell yet: a tag or a name of this size stands in no sheet.
constexpr std::size_t kLongestSilence = std::size_t{8} << 20;

std::string_view local_name(std::string_view name)
{
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The parser is a C library in between: what is thrown on either side is kept here, and the input ends.
class Failure {
public:
    template <class Work>
    void guard(const Work& work)
    {
        if (thrown_) return;
        try {
            work();
        } catch (...) {
            thrown_ = std::current_exception();
        }
    }
    explicit operator bool() const { return thrown_ != nullptr; }
    void rethrow() const
    {
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    std::exception_ptr thrown_;
};

class PartBuffer final : public std::streambuf {
public:
    PartBuffer(portal_import::ByteSource& part, Failure& failure) : part_{part}, failure_{failure} {}
    void heard() { silence_ = 0; }

protected:
    int_type underflow() override
    {
        std::size_t count = 0;
        failure_.guard([&] {
            count = part_.read(bytes_.data(), bytes_.size());
            silence_ += count;
            if (silence_ > kLongestSilence) refuse_damaged();
        });
        if (count == 0 || failure_) return traits_type::eof();
        setg(bytes_.data(), bytes_.data(), bytes_.data() + count);
        return traits_type::to_int_type(bytes_.front());
    }

private:
    portal_import::ByteSource& part_;
    Failure& failure_;
    std::array<char, kChunk> bytes_;
    std::size_t silence_ = 0;
};

class Forwarder final : public Poco::XML::DefaultHandler, public Poco::XML::LexicalHandler {
public:
    Forwarder(XmlListener& listener, PartBuffer& input, Failure& failure)
        : listener_{listener}, input_{input}, failure_{failure}
    {}

    void startElement(const XMLString& /*uri*/, const XMLString& /*local_name*/, const XMLString& name,
        const Poco::XML::Attributes& attributes) override
    {
        input_.heard();
        failure_.guard([&] { listener_.begin(local_name(name), attributes); });
    }
    void endElement(const XMLString& /*uri*/, const XMLString& /*local_name*/, const XMLString& name) override
    {
        failure_.guard([&] { listener_.end(local_name(name)); });
    }
    void characters(const XMLChar text[], int start, int length) override
    {
        input_.heard();
        failure_.guard([&] { listener_.text({text + start, static_cast<std::size_t>(length)}); });
    }
    // No part of a workbook declares a document type; entities that grow without end are declared there.
    void startDTD(const XMLString& /*name*/, const XMLString& /*public_id*/, const XMLString& /*id*/) override
    {
        failure_.guard([] { refuse_damaged(); });
    }
    void endDTD() override {}
    void startEntity(const XMLString& /*name*/) override {}
    void endEntity(const XMLString& /*name*/) override {}
    void startCDATA() override {}
    void endCDATA() override {}
    void comment(const XMLChar /*text*/[], int /*start*/, int /*length*/) override { input_.heard(); }

private:
    XmlListener& listener_;
    PartBuffer& input_;
    Failure& failure_;
};

}  // namespace

std::string_view attribute(const Poco::XML::Attributes& attributes, std::string_view name)
{
    for (int at = 0; at < attributes.getLength(); ++at) {
        if (local_name(attributes.getQName(at)) == name) return attributes.getValue(at);
    }
    return {};
}

void read_xml(portal_import::ByteSource& part, XmlListener& listener)
{
    Failure failure;
    PartBuffer buffer{part, failure};
    std::istream stream{&buffer};
    Forwarder forwarder{listener, buffer, failure};
    bool is_xml = true;
    try {
        Poco::XML::SAXParser parser;
        parser.setFeature(Poco::XML::XMLReader::FEATURE_NAMESPACES, false);
        parser.setContentHandler(&forwarder);
        parser.setProperty(Poco::XML::XMLReader::PROPERTY_LEXICAL_HANDLER,
            static_cast<Poco::XML::LexicalHandler*>(&forwarder));
        Poco::XML::InputSource input{stream};
        parser.parse(&input);
    } catch (const Poco::Exception&) {
        is_xml = false;
    }
    failure.rethrow();
    if (!is_xml) refuse_damaged();
}

}  // namespace furusato::documents
