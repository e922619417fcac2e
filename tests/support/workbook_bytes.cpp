#include "support/workbook_bytes.hpp"

#include <cstdint>
#include <vector>

#include "portal_import/parse_csv.hpp"
#include "support/ports.hpp"

namespace furusato::tests {
namespace {

struct Part {
    std::string name;
    std::string bytes;
};

std::string little_end(std::uint64_t number, int size)
{
    std::string bytes;
    for (int at = 0; at < size; ++at, number >>= 8) bytes += static_cast<char>(number & 0xFF);
    return bytes;
}

std::uint32_t check_sum(const std::string& bytes)
{
    std::uint32_t sum = 0xFFFFFFFF;
    for (const char byte : bytes) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ ((sum & 1) != 0 ? 0xEDB88320 : 0);
    }
    return ~sum;
}

// Both headers of an entry tell the same from the version needed on.
std::string facts_of(const Part& part)
{
    const auto size = little_end(part.bytes.size(), 4);
    return little_end(20, 2) + little_end(0, 2) + little_end(0, 2) + little_end(0, 4) +
           little_end(check_sum(part.bytes), 4) + size + size + little_end(part.name.size(), 2) +
           little_end(0, 2);
}

std::string stored_zip(const std::vector<Part>& parts)
{
    std::string zip;
    std::string directory;
    for (const Part& part : parts) {
        directory += "PK\x01\x02" + little_end(20, 2) + facts_of(part) + little_end(0, 10) +
                     little_end(zip.size(), 4) + part.name;
        zip += "PK\x03\x04" + facts_of(part) + part.name + part.bytes;
    }
    const std::string count = little_end(parts.size(), 2);
    return zip + directory + "PK\x05\x06" + little_end(0, 4) + count + count +
           little_end(directory.size(), 4) + little_end(zip.size(), 4) + little_end(0, 2);
}

std::string escaped(std::string_view text)
{
    std::string xml;
    for (const char letter : text)
        xml += letter == '&' ? "&amp;" : letter == '<' ? "&lt;" : std::string{letter};
    return xml;
}

std::string sheet_of(const std::string& csv)
{
    MemoryBytes source{csv};
    portal_import::RecordReader reader{source, 100'000};
    std::string xml = "<worksheet><sheetData>";
    while (const auto* record = reader.next()) {
        xml += "<row>";
        for (const auto cell : record->cells)
            xml += "<c t=\"inlineStr\"><is><t>" + escaped(cell) + "</t></is></c>";
        xml += "</row>";
    }
    return xml + "</sheetData></worksheet>";
}

std::string relationships(const std::string& type, const std::string& target)
{
    return "<Relationships><Relationship Id=\"r1\" Type=\"x/" + type + "\" Target=\"" + target +
           "\"/></Relationships>";
}

}  // namespace

std::string workbook_of(const std::string& csv)
{
    return stored_zip({{"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels", relationships("officeDocument", "xl/workbook.xml")},
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"Sheet1\" r:id=\"r1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", relationships("worksheet", "worksheets/sheet1.xml")},
        {"xl/worksheets/sheet1.xml", sheet_of(csv)}});
}

}  // namespace furusato::tests
