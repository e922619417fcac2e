#include "portal_import/detect_format.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/first_bytes.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/detect_portal.hpp"
#include "portal_import/encoding_vote.hpp"
#include "portal_import/sniff_format.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kBytesLookedAt = 262'144;
constexpr std::size_t kWidestHeader = 16'384;  // columns of a spreadsheet; what is wider is no header

class FirstBytes final : public ByteSource {
public:
    explicit FirstBytes(std::string_view bytes) : bytes_{bytes} {}
    std::size_t read(char* buffer, std::size_t size) override
    {
        const std::size_t given = std::min(size, bytes_.size() - at_);
        std::memcpy(buffer, bytes_.data() + at_, given);
        at_ += given;
        return given;
    }
    void rewind() override { at_ = 0; }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

std::vector<FirstRecord> first_records(
    std::string_view bytes, const ImportSettings& settings, const TextFormat& format)
{
    std::vector<FirstRecord> records;
    const EncodingVote vote{settings.encoding};
    FirstBytes source{bytes};
    RecordReader reader{source, settings.limits.record_max_bytes, format};
    try {
        while (records.size() < header_search_records(settings)) {
            const RawRecord* raw = reader.next();
            if (raw == nullptr) break;
            FirstRecord& record = records.emplace_back(FirstRecord{raw->line, {}});
            if (raw->cells.size() > kWidestHeader) continue;
            const Encoding encoding = vote.guess(raw->bytes);
            for (const auto cell : raw->cells) record.cells.push_back(decoded(cell, encoding));
        }
    } catch (const domain::Refusal&) {
        // Not by this quote, or cut off in the middle of the first bytes: what was read till there may fit.
    }
    return records;
}

char fixed_delimiter(const ImportSettings& settings, char otherwise)
{
    for (const PortalProfile& profile : settings.profiles) {
        if (settings.portal && profile.id == *settings.portal && profile.delimiter) return *profile.delimiter;
    }
    return otherwise;
}

}  // namespace

DetectedFormat detect_format(ByteSource& source, const ImportSettings& settings)
{
    if (source.counts_rows()) return {{',', '"', true}, "sheet"};
    const std::string bytes = first_bytes(source, kBytesLookedAt);
    refuse_unless_text(bytes);
    const char most_frequent = sniff_delimiter(bytes);
    const char fixed = fixed_delimiter(settings, most_frequent);
    DetectedFormat found{{fixed, '"'}, fixed == most_frequent ? "count" : "profile"};
    HeaderFit best;
    for (const char quote : {'"', '\''}) {
        for (const char delimiter : {most_frequent, kDelimiters[0], kDelimiters[1], kDelimiters[2]}) {
            const TextFormat format{delimiter, quote};
            const HeaderFit fit = fit_of(first_records(bytes, settings, format), settings, format);
            if (!best.is_worse_than(fit)) continue;
            best = fit;
            found = {format, fit.is_fixed ? "profile" : "header"};
        }
        if (best.columns > 0) break;  // another quote is tried only where nothing fits by the usual one
    }
    return found;
}

}  // namespace furusato::portal_import
