#include "documents/xlsx_parts.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "documents/refuse_packed.hpp"
#include "documents/xml_events.hpp"

namespace furusato::documents {
namespace {

using Poco::XML::Attributes;

constexpr std::size_t kMostStyles = 70'000;
constexpr std::size_t kMostSheets = 1'000;
constexpr std::size_t kLongestText = 1'000'000;
constexpr int kFirstOwnFormat = 164;

class Listener : public XmlListener {
public:
    void begin(std::string_view /*name*/, const Attributes& /*attributes*/) override {}
    void end(std::string_view /*name*/) override {}
    void text(std::string_view /*text*/) override {}
};

bool is_true(std::string_view value)
{
    return value == "1" || value == "true";
}

void read_part(const ZipReader& zip, const std::string& part, XmlListener& listener)
{
    const ZipEntry* entry = zip.find(part);
    if (entry == nullptr) refuse_damaged();
    const auto source = zip.open(*entry);
    read_xml(*source, listener);
}

struct Relationship {
    std::string type;    // the last word of it
    std::string target;  // a path in the archive
};

// "../x" and "/x" beside a part in `folder`, as a path in the archive.
std::string resolved(std::string folder, std::string_view target)
{
    if (target.starts_with('/')) return std::string{target.substr(1)};
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        const auto slash = folder.find_last_of('/', folder.empty() ? 0 : folder.size() - 2);
        folder.resize(slash == std::string::npos ? 0 : slash + 1);
    }
    return folder.append(target);
}

std::string folder_of(const std::string& part)
{
    return part.substr(0, part.rfind('/') + 1);
}

class RelationshipsPart final : public Listener {
public:
    explicit RelationshipsPart(std::string folder) : folder_{std::move(folder)} {}

    void begin(std::string_view name, const Attributes& attributes) override
    {
        if (name != "Relationship" || attribute(attributes, "TargetMode") == "External") return;
        const std::string_view type = attribute(attributes, "Type");
        if (found.size() == kMostStyles) refuse_damaged();
        found[std::string{attribute(attributes, "Id")}] = {std::string{type.substr(type.rfind('/') + 1)},
            resolved(folder_, attribute(attributes, "Target"))};
    }

    std::map<std::string, Relationship> found;

private:
    std::string folder_;
};

std::map<std::string, Relationship> read_relationships(const ZipReader& zip, const std::string& part)
{
    const std::string folder = folder_of(part);
    RelationshipsPart relationships{folder};
    read_part(zip, folder + "_rels/" + part.substr(folder.size()) + ".rels", relationships);
    return std::move(relationships.found);
}

class WorkbookPart final : public Listener {
public:
    WorkbookPart(const std::map<std::string, Relationship>& relationships, WorkbookParts& parts)
        : relationships_{relationships}, parts_{parts}
    {}

    void begin(std::string_view name, const Attributes& attributes) override
    {
        if (name == "workbookPr" && is_true(attribute(attributes, "date1904")))
            parts_.days = DayCount::From1904;
        if (name != "sheet") return;
        const auto relationship = relationships_.find(relationship_id(attributes));
        if (relationship == relationships_.end() || parts_.sheets.size() == kMostSheets) refuse_damaged();
        if (relationship->second.type != "worksheet") return;
        const std::string_view state = attribute(attributes, "state");
        parts_.sheets.push_back({std::string{attribute(attributes, "name")},
            !state.empty() && state != "visible", relationship->second.target});
    }

private:
    // "r:id": the one whose name has a prefix ("sheetId" has none).
    static std::string relationship_id(const Attributes& attributes)
    {
        for (int at = 0; at < attributes.getLength(); ++at) {
            if (attributes.getQName(at).ends_with(":id")) return attributes.getValue(at);
        }
        return {};
    }

    const std::map<std::string, Relationship>& relationships_;
    WorkbookParts& parts_;
};

class StylesPart final : public Listener {
public:
    void begin(std::string_view name, const Attributes& attributes) override
    {
        if (name == "cellXfs") is_in_cell_styles_ = true;
        if (name == "numFmt") {
            codes_[id_in(attributes, "numFmtId")] = number_format(attribute(attributes, "formatCode"));
        } else if (name == "xf" && is_in_cell_styles_) {
            if (formats.size() == kMostStyles) refuse_damaged();
            const int id = id_in(attributes, "numFmtId");
            const auto own = codes_.find(id);
            const bool is_own = own != codes_.end() && (id >= kFirstOwnFormat || is_unknown(id));
            formats.push_back(is_own ? own->second : built_in_format(id));
        }
    }
    void end(std::string_view name) override
    {
        if (name == "cellXfs") is_in_cell_styles_ = false;
    }

    std::vector<NumberFormat> formats;

private:
    static int id_in(const Attributes& attributes, std::string_view name)
    {
        const std::string_view text = attribute(attributes, name);
        int id = 0;
        std::from_chars(text.data(), text.data() + text.size(), id);
        return id;
    }
    static bool is_unknown(int id)
    {
        const NumberFormat format = built_in_format(id);
        return !format.has_date && !format.has_time;
    }

    bool is_in_cell_styles_ = false;
    std::map<int, NumberFormat> codes_;
};

class SharedStringsPart final : public Listener {
public:
    explicit SharedStringsPart(TextStore& texts) : texts_{texts} {}

    void begin(std::string_view name, const Attributes& /*attributes*/) override
    {
        if (name == "si") text_.clear();
        if (name == "rPh") is_in_reading_ = true;
        is_in_text_ = name == "t" && !is_in_reading_;
    }
    void end(std::string_view name) override
    {
        if (name == "si") texts_.add(unescaped(text_));
        if (name == "rPh") is_in_reading_ = false;
        is_in_text_ = false;
    }
    void text(std::string_view text) override
    {
        if (!is_in_text_) return;
        text_.append(text);
        if (text_.size() > kLongestText) refuse_damaged();
    }

private:
    TextStore& texts_;
    std::string text_;
    bool is_in_text_ = false;
    bool is_in_reading_ = false;
};

}  // namespace

bool is_workbook(const ZipReader& zip)
{
    const auto is_sheet_part = [](const ZipEntry& entry) { return entry.name.starts_with("xl/"); };
    return zip.find("[Content_Types].xml") != nullptr &&
           std::any_of(zip.entries().begin(), zip.entries().end(), is_sheet_part);
}

WorkbookParts read_workbook_parts(const ZipReader& zip)
{
    if (!is_workbook(zip)) refuse_packed("file.not_csv", {{"line", "1"}});
    std::string workbook;
    for (const auto& [id, relationship] : read_relationships(zip, "")) {
        if (relationship.type == "officeDocument") workbook = relationship.target;
    }
    if (workbook.ends_with(".bin")) refuse_packed("file.binary_workbook");
    const auto relationships = read_relationships(zip, workbook);
    WorkbookParts parts;
    for (const auto& [id, relationship] : relationships) {
        if (relationship.type == "sharedStrings") parts.shared_strings = relationship.target;
        if (relationship.type == "styles") parts.styles = relationship.target;
    }
    WorkbookPart part{relationships, parts};
    read_part(zip, workbook, part);
    return parts;
}

std::vector<NumberFormat> read_styles(const ZipReader& zip, const std::string& part)
{
    StylesPart styles;
    if (!part.empty()) read_part(zip, part, styles);
    return std::move(styles.formats);
}

void read_shared_strings(const ZipReader& zip, const std::string& part, TextStore& texts)
{
    SharedStringsPart strings{texts};
    if (!part.empty()) read_part(zip, part, strings);
}

}  // namespace furusato::documents
