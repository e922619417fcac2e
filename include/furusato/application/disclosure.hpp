#pragma once

#include <set>
#include <vector>

#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/ticket.hpp"

namespace furusato::application {

/// Whether addresses of donors under 支援措置 are left out, or shown for a reason that stands in the log of accesses.
enum class Disclosure { Guarded, Revealed };

/// Stands for a value that is not shown.
inline constexpr auto kHidden = "***";

/// Leaves out addresses, phones and mails of donors under 支援措置 (rules.md 7.9), and what clerks wrote freely of them, where an address
/// may stand: the one place that does, for everything that is shown, told of a change or exported. What is printed for the donor
/// himself does not pass here.
class AddressGuard {
public:
    AddressGuard(Records& records, Disclosure disclosure);

    bool hides(domain::DonorId donor) const { return protected_.count(donor) != 0; }
    bool hides_nobody() const { return protected_.empty(); }
    /// Whether something was left out.
    bool guard(domain::Donation& donation) const;
    bool guard(domain::DonorRecord& record, domain::Contact& contact) const;
    bool guard(domain::Ticket& ticket) const;
    /// Old and new values of a donation's, donor's or ticket's fields that tell where he lives become kHidden.
    void guard(domain::DonorId donor, std::vector<FieldChange>& changes) const;
    /// Whether a field tells where somebody lives or how to reach him, or may do so in a free text.
    static bool is_guarded(const std::string& field);

private:
    std::set<domain::DonorId> protected_;
};

}  // namespace furusato::application
