#include "application/waiting_terms.hpp"

#include <algorithm>
#include <utility>

namespace furusato::application {
namespace {

constexpr std::size_t kMostLoose = 200'000;

// Seven bits a byte, the low ones first.
void append_number(std::string& bytes, std::uint64_t number)
{
    for (; number >= 0x80; number >>= 7) bytes += static_cast<char>((number & 0x7F) | 0x80);
    bytes += static_cast<char>(number);
}

/// Reads a packed run, one term after the other.
class RunReader {
public:
    RunReader(const std::string& run, const std::vector<std::string>& kinds) : run_{run}, kinds_{kinds} {}

    bool next()
    {
        if (at_ == run_.size()) return false;
        kind_ = number();
        const std::size_t shared = number();
        const std::size_t size = number();
        word_.resize(shared);
        word_.append(run_, at_, size);
        at_ += size;
        donor_ = static_cast<std::int64_t>(number());
        return true;
    }

    DonorTerm term() const { return {{donor_}, {kinds_[kind_], word_}}; }

    friend bool operator<(const RunReader& left, const RunReader& right)
    {
        if (left.kind_ != right.kind_) return left.kinds_[left.kind_] < right.kinds_[right.kind_];
        const int order = left.word_.compare(right.word_);
        return order != 0 ? order < 0 : left.donor_ < right.donor_;
    }

private:
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(run_[at_++]);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
    }

    const std::string& run_;
    const std::vector<std::string>& kinds_;
    std::size_t at_ = 0;
    std::size_t kind_ = 0;
    std::string word_;
    std::int64_t donor_ = 0;
};

}  // namespace

std::uint16_t WaitingTerms::number_of(const std::string& kind)
{
    const auto known = std::find(kinds_.begin(), kinds_.end(), kind);
    if (known != kinds_.end()) return static_cast<std::uint16_t>(known - kinds_.begin());
    kinds_.push_back(kind);
    return static_cast<std::uint16_t>(kinds_.size() - 1);
}

void WaitingTerms::add(domain::DonorId donor, const domain::SearchTerm& term)
{
    loose_.push_back({donor.value, static_cast<std::uint32_t>(words_.size()),
        static_cast<std::uint16_t>(term.text.size()), number_of(term.kind)});
    words_ += term.text;
    if (loose_.size() >= kMostLoose) pack();
}

void WaitingTerms::pack()
{
    std::sort(loose_.begin(), loose_.end(), [this](const Loose& left, const Loose& right) {
        if (left.kind != right.kind) return kinds_[left.kind] < kinds_[right.kind];
        const int order = word_of(left).compare(word_of(right));
        return order != 0 ? order < 0 : left.donor < right.donor;
    });
    std::string run;
    run.reserve(words_.size());
    std::string_view before;
    for (const Loose& term : loose_) {
        const std::string_view word = word_of(term);
        const auto end = std::mismatch(word.begin(), word.end(), before.begin(), before.end()).first;
        const auto shared = static_cast<std::size_t>(end - word.begin());
        append_number(run, term.kind);
        append_number(run, shared);
        append_number(run, word.size() - shared);
        run.append(word, shared);
        append_number(run, static_cast<std::uint64_t>(term.donor));
        before = word;
    }
    run.shrink_to_fit();
    packed_bytes_ += run.size();
    runs_.push_back(std::move(run));
    loose_.clear();
    words_.clear();
}

void WaitingTerms::drain(std::size_t most, const std::function<void(const std::vector<DonorTerm>&)>& visit)
{
    if (!loose_.empty()) pack();
    std::vector<RunReader> readers;
    readers.reserve(runs_.size());
    std::vector<RunReader*> heap;  // the one with the least term first
    for (const std::string& run : runs_) {
        RunReader& reader = readers.emplace_back(run, kinds_);
        if (reader.next()) heap.push_back(&reader);
    }
    const auto is_later = [](const RunReader* left, const RunReader* right) { return *right < *left; };
    std::make_heap(heap.begin(), heap.end(), is_later);
    std::vector<DonorTerm> terms;
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end(), is_later);
        terms.push_back(heap.back()->term());
        if (heap.back()->next()) {
            std::push_heap(heap.begin(), heap.end(), is_later);
        } else {
            heap.pop_back();
        }
        if (terms.size() < most && !heap.empty()) continue;
        visit(terms);
        terms.clear();
    }
    runs_.clear();
    packed_bytes_ = 0;
}

}  // namespace furusato::application
