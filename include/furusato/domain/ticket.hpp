#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::domain {

/// 問い合わせ, 苦情, 連絡記録, メモ, レビュー.
enum class TicketKind { Inquiry, Complaint, Contact, Note, Review };
inline constexpr std::array<std::string_view, 5> kTicketKindKeys{
    "inquiry", "complaint", "contact", "note", "review"};
constexpr std::string_view key_of(TicketKind kind)
{
    return kTicketKindKeys[static_cast<std::size_t>(kind)];
}

enum class TicketPriority { High, Normal, Low };
inline constexpr std::array<std::string_view, 3> kTicketPriorityKeys{"high", "normal", "low"};
constexpr std::string_view key_of(TicketPriority priority)
{
    return kTicketPriorityKeys[static_cast<std::size_t>(priority)];
}

/// 未対応, 対応中, 対応済み, 完了.
enum class TicketState { Open, InProgress, Answered, Closed };
inline constexpr std::array<std::string_view, 4> kTicketStateKeys{
    "open", "in_progress", "answered", "closed"};
constexpr std::string_view key_of(TicketState state)
{
    return kTicketStateKeys[static_cast<std::size_t>(state)];
}

/// Who caused a complaint, and who pays for it: 事業者, 運送, 市, 寄附者.
enum class Party { Supplier, Carrier, City, Donor };
inline constexpr std::array<std::string_view, 4> kPartyKeys{"supplier", "carrier", "city", "donor"};
constexpr std::string_view key_of(Party party)
{
    return kPartyKeys[static_cast<std::size_t>(party)];
}

// Each is nullopt for an unknown key.
std::optional<TicketKind> ticket_kind_of(std::string_view key);
std::optional<TicketPriority> ticket_priority_of(std::string_view key);
std::optional<TicketState> ticket_state_of(std::string_view key);
std::optional<Party> party_of(std::string_view key);

/// One thing that was said or done; never changed afterwards.
struct TicketEntry {
    int number = 0;
    std::string at;  // instant in UTC
    std::string actor;
    std::string text;
};

/// Something that a donor wants, complains of, or was told (関連メモ), on the donor or on one donation.
struct Ticket {
    TicketId id;
    DonorId donor;
    DonationId donation;  // 0: the donor as a whole
    TicketKind kind = TicketKind::Inquiry;
    TicketPriority priority = TicketPriority::Normal;
    TicketState state = TicketState::Open;
    std::string assignee;  // the clerk's name as --actor gives it
    std::string subject;
    std::optional<Party> cause;
    std::string action;
    std::optional<Party> payer;
    Date opened_on{2000, 1, 1};
    std::optional<Date> closed_on;  // exactly while it is closed
    std::vector<TicketEntry> entries;
    int version = 1;
    OperationId created_by;
    OperationId changed_by;
};

}  // namespace furusato::domain
