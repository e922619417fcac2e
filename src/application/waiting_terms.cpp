#include "application/waiting_terms.hpp"

#include <algorithm>

namespace furusato::application {

std::uint16_t WaitingTerms::number_of(const std::string& kind)
{
    const auto known = std::find(kinds_.begin(), kinds_.end(), kind);
    if (known != kinds_.end()) return static_cast<std::uint16_t>(known - kinds_.begin());
    kinds_.push_back(kind);
    return static_cast<std::uint16_t>(kinds_.size() - 1);
}

void WaitingTerms::add(domain::DonorId donor, const domain::SearchTerm& term)
{
    entries_.push_back({donor.value, static_cast<std::uint32_t>(words_.size()),
        static_cast<std::uint16_t>(term.text.size()), number_of(term.kind)});
    words_ += term.text;
}

void WaitingTerms::sort()
{
    std::sort(entries_.begin(), entries_.end(), [this](const Entry& left, const Entry& right) {
        if (left.kind != right.kind) return kinds_[left.kind] < kinds_[right.kind];
        const int order = word_of(left).compare(word_of(right));
        return order != 0 ? order < 0 : left.donor < right.donor;
    });
}

std::vector<DonorTerm> WaitingTerms::slice(std::size_t first, std::size_t most) const
{
    const std::size_t end = std::min(entries_.size(), first + most);
    std::vector<DonorTerm> terms;
    terms.reserve(end - first);
    for (std::size_t at = first; at < end; ++at) {
        const Entry& entry = entries_[at];
        terms.push_back({{entry.donor}, {kinds_[entry.kind], std::string{word_of(entry)}}});
    }
    return terms;
}

void WaitingTerms::clear()
{
    entries_.clear();
    words_.clear();
}

}  // namespace furusato::application
