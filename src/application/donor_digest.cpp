#include "application/donor_digest.hpp"

namespace furusato::application {
namespace {

constexpr char kSeparator = '\x1f';

template <class Value>
std::string days_of(const domain::Dated<Value>& dated)
{
    return dated.valid_from.iso() + kSeparator + (dated.valid_to ? dated.valid_to->iso() : "") + kSeparator;
}

}  // namespace

std::string digest_of(const Digests& digests, const domain::DonorRecord& record)
{
    std::string text = std::to_string(record.donor.value);
    for (const std::string& part : {record.phone, record.mail, std::to_string(record.mail_opt_out),
             std::to_string(record.address_protected), record.remark, std::to_string(record.version)})
        text += kSeparator + part;
    for (const auto& dated : record.names)
        text += "\nname" + days_of(dated) + dated.value.name + kSeparator + dated.value.kana;
    for (const std::string_view kind : domain::kAddressKindKeys) {
        for (const auto& dated : record.addresses_of(*domain::address_kind_of(kind))) {
            const domain::Address& address = dated.value;
            text += "\n" + std::string{kind} + days_of(dated);
            for (const std::string* part : {&address.addressee, &address.postal_code, &address.prefecture,
                     &address.city, &address.street, &address.building})
                text += *part + kSeparator;
        }
    }
    return digests.keyed_hex(text);
}

std::string digest_of(const Digests& digests, const DonorPair& pair)
{
    std::string text{domain::key_of(pair.state)};
    for (const std::int64_t number :
        {pair.id, pair.donor.value, pair.other.value, pair.donation.value, std::int64_t{pair.score},
            pair.likeness.packed(), std::int64_t{pair.version}, pair.created_by.value, pair.changed_by.value})
        text += kSeparator + std::to_string(number);
    return digests.keyed_hex(text);
}

std::string digest_of(const Digests& digests, const DonorMerge& merge)
{
    std::string text = merge.is_undone ? "undone" : "merged";
    for (const std::int64_t number : {merge.id, merge.survivor.value, merge.merged.value,
             std::int64_t{merge.version}, merge.created_by.value, merge.changed_by.value})
        text += kSeparator + std::to_string(number);
    for (const std::string& field : merge.taken) text += kSeparator + field;
    for (const std::int64_t word : merge.words) text += kSeparator + std::to_string(word);
    return digests.keyed_hex(text);
}

}  // namespace furusato::application
