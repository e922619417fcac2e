#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/donor.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/search_term.hpp"

namespace furusato::application {

/// What matching compares: keyed hashes (0 = unknown) and two short facts.
struct DonorFacts {
    domain::DonorId id;
    domain::DonorKind kind = domain::DonorKind::Individual;
    std::int64_t name_hash = 0;
    std::int64_t kana_hash = 0;
    std::int64_t address_hash = 0;
    std::string birth_date;
    std::string postal_code;
    domain::ContactId contact;
    std::int64_t contact_hash = 0;  // of the donor's first contact, to share it while identical
};

/// A donor to be stored, with the key hashes under which it is found.
struct NewDonor {
    DonorFacts facts;
    std::vector<std::int64_t> key_hashes;
    domain::OperationId created_by;
    std::vector<domain::SearchTerm> terms{};
};

/// A word under which a donor is found.
struct DonorTerm {
    domain::DonorId donor;
    domain::SearchTerm term;
};

struct NewContact {
    domain::ContactId id;
    domain::Contact contact;
};

/// A donor who shares a key with the donation at hand.
struct DonorCandidate {
    std::int64_t key_hash = 0;
    DonorFacts facts;
};

/// Repository: donors, their keys, and contacts.
class Donors {
public:
    virtual ~Donors() = default;
    virtual std::vector<DonorCandidate> find_candidates(const std::vector<std::int64_t>& key_hashes) = 0;
    virtual void add(const std::vector<NewDonor>& donors) = 0;
    /// What the donor is compared by from now on; his kind and number stay.
    virtual void replace_facts(const DonorFacts& facts, domain::OperationId operation) = 0;
    /// Further keys of known donors (a new mail address); keys that are there already are ignored.
    virtual void add_keys(const std::vector<std::pair<domain::DonorId, std::int64_t>>& keys) = 0;
    /// Further search terms of known donors; those that are there already are ignored.
    virtual void add_terms(const std::vector<DonorTerm>& terms) = 0;
    /// Whether any donor has a term that begins like this.
    virtual bool has_term(const domain::SearchTerm& start) = 0;
    virtual void add_contacts(const std::vector<NewContact>& contacts) = 0;
    /// Each donor with the contact that stands for him and the hash that belongs to it.
    virtual void for_each_contact(
        const std::function<void(domain::DonorId, std::int64_t contact_hash, const domain::Contact&)>&
            visit) = 0;
    virtual bool is_empty() = 0;
    virtual std::int64_t count_created_by(domain::OperationId operation) = 0;
};

}  // namespace furusato::application
