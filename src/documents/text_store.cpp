#include "documents/text_store.hpp"

#include "documents/refuse_packed.hpp"

namespace furusato::documents {
namespace {

constexpr std::size_t kWaitingBytes = 1 << 20;
constexpr std::size_t kTextsKept = 4096;
constexpr std::size_t kMostTexts = 40'000'000;

}  // namespace

TextStore::TextStore(const std::filesystem::path& folder)
    : file_{folder}, kept_(kTextsKept, {kMostTexts, std::string{}})
{}

void TextStore::add(std::string_view text)
{
    if (ends_.size() == kMostTexts) refuse_packed("file.unpacks_too_large");
    ends_.push_back((ends_.empty() ? 0 : ends_.back()) + text.size());
    waiting_.append(text);
    if (waiting_.size() >= kWaitingBytes) flush();
}

void TextStore::flush()
{
    file_.append(waiting_);
    waiting_.clear();
}

std::string_view TextStore::operator[](std::size_t number)
{
    auto& [kept_number, text] = kept_[number % kTextsKept];
    if (kept_number == number) return text;
    if (!waiting_.empty()) flush();
    const std::uint64_t first = number == 0 ? 0 : ends_[number - 1];
    text.resize(static_cast<std::size_t>(ends_[number] - first));
    std::size_t done = 0;
    while (done < text.size()) {
        const std::size_t count = file_.read_at(first + done, text.data() + done, text.size() - done);
        if (count == 0) refuse_packed("file.unreadable");
        done += count;
    }
    kept_number = number;
    return text;
}

}  // namespace furusato::documents
