#include "furusato/domain/donor_likeness.hpp"

#include <algorithm>
#include <stdexcept>

#include "domain/key_table.hpp"

namespace furusato::domain {
namespace {

constexpr int kBits = 2;
constexpr std::int64_t kMask = 3;

/// The name says who it is; where it cannot be read, the reading or the birth date does.
bool is_same_person(const DonorLikeness& likeness)
{
    if (likeness.differs(MatchField::BirthDate)) return false;
    if (likeness.of(MatchField::Name) != Likeness::Unknown) return likeness.agrees(MatchField::Name);
    return likeness.agrees(MatchField::Kana) || likeness.agrees(MatchField::BirthDate);
}

bool is_reached_alike(const DonorLikeness& likeness)
{
    const Likeness address = likeness.of(MatchField::Address);
    return likeness.agrees(MatchField::Mail) || likeness.agrees(MatchField::Phone) ||
           address == Likeness::Agrees || address == Likeness::Partly;
}

bool is_another_person(const DonorLikeness& likeness)
{
    const bool is_name_no_help =
        likeness.differs(MatchField::Name) ||
        (likeness.of(MatchField::Name) == Likeness::Unknown && likeness.differs(MatchField::Kana));
    return is_name_no_help && !likeness.agrees(MatchField::Kana);
}

}  // namespace

std::optional<PairState> pair_state_of(std::string_view key)
{
    return enumerator_of<PairState>(kPairStateKeys, key);
}

std::int64_t DonorLikeness::packed() const
{
    std::int64_t packed = 0;
    for (std::size_t i = fields_.size(); i-- > 0;)
        packed = (packed << kBits) | static_cast<std::int64_t>(fields_[i]);
    return packed;
}

DonorLikeness DonorLikeness::unpacked(std::int64_t packed)
{
    DonorLikeness likeness;
    for (Likeness& field : likeness.fields_) {
        field = static_cast<Likeness>(packed & kMask);
        packed >>= kBits;
    }
    return likeness;
}

int DonorMatchRule::score(const DonorLikeness& likeness) const
{
    int sum = is_another_person(likeness) ? another_person : 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        switch (likeness.of(static_cast<MatchField>(i))) {
            case Likeness::Unknown: break;
            case Likeness::Agrees: sum += points[i].agrees; break;
            case Likeness::Partly: sum += points[i].partly; break;
            case Likeness::Differs: sum += points[i].differs; break;
        }
    }
    return sum;
}

MatchVerdict DonorMatchRule::judge(const DonorLikeness& likeness) const
{
    const int sum = score(likeness);
    if (sum >= automatic && is_same_person(likeness) && is_reached_alike(likeness))
        return MatchVerdict::Automatic;
    return sum >= review ? MatchVerdict::Review : MatchVerdict::Separate;
}

DonorMatchRules::DonorMatchRules(std::vector<DonorMatchRule> rules) : rules_{std::move(rules)}
{
    if (rules_.empty()) throw std::invalid_argument{"no rule for matching donors"};
    std::sort(rules_.begin(), rules_.end(),
        [](const auto& left, const auto& right) { return left.valid_from < right.valid_from; });
    for (const DonorMatchRule& rule : rules_) {
        const auto name = rule.points[static_cast<std::size_t>(MatchField::Name)];
        if (rule.review <= name.agrees || rule.automatic < rule.review)
            throw std::invalid_argument{
                "a name alone must not reach \"review\", nor that exceed \"automatic\""};
        if (rule.largest_block < 2 || rule.largest_block > 1000)
            throw std::invalid_argument{"\"largest_block\" is 2 to 1000"};
    }
}

const DonorMatchRule& DonorMatchRules::on(const Date& day) const
{
    const auto next = std::find_if(
        rules_.begin(), rules_.end(), [&](const DonorMatchRule& rule) { return day < rule.valid_from; });
    return next == rules_.begin() ? rules_.front() : *(next - 1);
}

}  // namespace furusato::domain
