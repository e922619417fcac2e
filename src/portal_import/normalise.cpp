#include "portal_import/normalise.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "furusato/domain/receipt_number.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/cell_limits.hpp"
#include "portal_import/damaged_cells.hpp"
#include "portal_import/hash64.hpp"
#include "portal_import/read_contact.hpp"
#include "portal_import/read_gift_texts.hpp"
#include "portal_import/read_options.hpp"
#include "portal_import/read_order_facts.hpp"
#include "portal_import/share_amounts.hpp"
#include "portal_import/unfold_gift_groups.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
namespace {

/// Reads one record; remembers the first thing that is wrong with it.
class LineReader {
public:
    LineReader(const MappedRow& row, const PortalProfile& profile, const ColumnMap& columns)
        : row_{row}, profile_{profile}, columns_{columns}
    {}

    CleanLine read(const domain::EraTable& eras);

private:
    void refuse(std::string code, Field field, IssueWeight weight = IssueWeight::Error);
    std::string header_of(Field field) const;
    void check_bytes_and_lengths();
    void read_dates(CleanLine& line, const domain::EraTable& eras);
    void read_gift(CleanLine& line);
    void check_portal();
    void check_former_receipt(const domain::EraTable& eras);
    bool is_undetermined(std::string_view cell) const;
    void read_amounts(CleanLine& line);
    std::string_view without_amount_end(std::string_view cell) const;
    domain::Yen read_amount(Field field, int pieces);
    std::optional<ToldState> read_state() const;
    void check_deletion(CleanLine& line);
    int read_quantity_cell();
    domain::PurposeShare read_purpose();
    std::string_view option(const std::vector<std::string>& names) const
    {
        return option_of(row_, profile_, names);
    }

    const MappedRow& row_;
    const PortalProfile& profile_;
    const ColumnMap& columns_;
    std::optional<Fault> fault_;
};

void LineReader::refuse(std::string code, Field field, IssueWeight weight)
{
    if (fault_) return;
    fault_ = Fault{std::move(code), header_of(field), std::string{row_[field]}, weight};
}

/// Of the gift's own group where the layout has numbered ones.
std::string LineReader::header_of(Field field) const
{
    for (const GiftColumns& group : columns_.wide().gifts) {
        if (std::to_string(group.number) != row_[Field::LineId]) continue;
        for (const auto& [held, column] : group.columns) {
            if (held == field) return columns_.headers()[column];
        }
    }
    return columns_.header_of(field);
}

void LineReader::check_bytes_and_lengths()
{
    if (const auto column = row_.undecodable_column()) {
        const auto& headers = columns_.headers();
        const std::string header = *column < headers.size() ? headers[*column] : "";
        fault_ = Fault{"cell.undecodable", header, row_.undecodable_text(), IssueWeight::Error};
    } else if (const auto field = first_too_long(row_)) {
        refuse("cell.too_long", *field);
    } else if (const auto damaged = first_damaged(row_)) {
        refuse("cell.digits_lost", *damaged);
    }
}

CleanLine LineReader::read(const domain::EraTable& eras)
{
    CleanLine line;
    line.line = row_.line();
    line.row = row_.row();
    line.raw = row_.raw();
    check_bytes_and_lengths();
    check_portal();
    check_former_receipt(eras);
    read_dates(line, eras);
    line.status_written = row_[Field::Status];
    line.told_state = read_state();
    check_deletion(line);
    line.payment_status_written = row_[Field::PaymentStatus];
    line.told_paid = look_up(profile_.payment_states, row_[Field::PaymentStatus]);
    read_gift(line);
    line.purpose = read_purpose();
    line.purpose.amount = line.gift.amount;
    const std::string_view wish =
        row_[Field::OneStop].empty() ? option(profile_.option_one_stop) : row_[Field::OneStop];
    line.one_stop_written = wish;
    line.told_one_stop = look_up(profile_.one_stop, wish);
    line.is_one_stop_requested = line.told_one_stop.value_or(false);
    line.fault = fault_;
    return line;
}

void LineReader::read_gift(CleanLine& line)
{
    domain::GiftLine& gift = line.gift;
    gift.portal_line = row_[Field::LineId];
    gift.gift_code = upper_case(nfkc(row_[Field::GiftCode]));
    if (length_in_characters(gift.gift_code) > kLongestText) refuse("cell.too_long", Field::GiftCode);
    gift.gift_name = stored_line(row_[Field::GiftName]);
    take_code_from_name(gift, profile_);
    line.shipment = take_shipment_from_code(gift, profile_);
    gift.quantity = read_quantity_cell();
    read_amounts(line);
    gift.file_line = row_.line();
    const auto shipping = look_up(profile_.shipping_states, row_[Field::ShippingState]);
    if (shipping) gift.shipping_state = key_of(*shipping);
    if (!shipping && !row_[Field::ShippingState].empty())
        refuse("shipping_state.unknown", Field::ShippingState);
}

// A day of issue without a number: somebody has to look the number up, or a second receipt would be printed. A number in the form of
// ours would one day be drawn again.
void LineReader::check_former_receipt(const domain::EraTable& eras)
{
    if (profile_.portals.empty()) return;
    const std::string number = former_receipt_number(row_, profile_);
    if (number.empty() && !row_[Field::FormerReceiptOn].empty())
        refuse("former_receipt.number_missing", Field::FormerReceipt);
    const auto ours = domain::ReceiptNumber::parse(fold_word(number), eras);
    if (ours && ours->text(eras) == fold_word(number))
        refuse("former_receipt.looks_like_ours", Field::FormerReceipt);
}

void LineReader::check_portal()
{
    const std::string_view written = row_[Field::Portal];
    if (!written.empty() && !look_up(profile_.portals, written)) refuse("portal.unknown", Field::Portal);
}

int LineReader::read_quantity_cell()
{
    if (!columns_.has(Field::Quantity)) return 1;
    const std::string_view cell = row_[Field::Quantity];
    // Who wants no gift has no quantity either.
    if (cell.empty() && row_[Field::GiftCode].empty() && row_[Field::GiftName].empty()) return 1;
    const auto quantity = read_quantity(cell);
    if (cell.empty()) {
        refuse("quantity.missing", Field::Quantity);
    } else if (!quantity) {
        refuse("quantity.not_a_number", Field::Quantity);
    }
    return quantity.value_or(0);
}

bool LineReader::is_undetermined(std::string_view cell) const
{
    return !profile_.undetermined.empty() &&
           std::find(profile_.undetermined.begin(), profile_.undetermined.end(), cell) !=
               profile_.undetermined.end();
}

void LineReader::read_amounts(CleanLine& line)
{
    domain::GiftLine& gift = line.gift;
    const std::string_view cell = row_[Field::Amount];
    const bool is_later_shipment = line.shipment && line.shipment->number > 1;
    if (cell.empty() && is_later_shipment) return;
    if (is_undetermined(cell)) return refuse("amount.undetermined", Field::Amount, IssueWeight::Held);
    if (profile_.amount_per != AmountPer::Order) {
        gift.amount = read_amount(Field::Amount, profile_.amount_per == AmountPer::Unit ? gift.quantity : 1);
        return;
    }
    line.told_order_amount = read_amount(Field::Amount, 1);
    line.has_own_amount = !row_[Field::GiftAmount].empty();
    if (line.has_own_amount) gift.amount = read_amount(Field::GiftAmount, gift.quantity);
}

std::string_view LineReader::without_amount_end(std::string_view cell) const
{
    for (const std::string& end : profile_.amount_ends) {
        if (cell.size() > end.size() && cell.ends_with(end)) return cell.substr(0, cell.size() - end.size());
    }
    return cell;
}

domain::Yen LineReader::read_amount(Field field, int pieces)
{
    const std::string_view cell = row_[field];
    const auto amount = read_yen(without_amount_end(cell));
    if (!amount) {
        refuse(cell.empty() ? "amount.missing" : "amount.not_a_number", field);
        return domain::Yen{};
    }
    if (pieces == 0) return *amount;
    // Beyond what Yen holds only its limit counts: validate() finds both out of range.
    if (amount->amount() > domain::Yen::kLimit / pieces) return domain::Yen{domain::Yen::kLimit};
    return domain::Yen{amount->amount() * pieces};
}

std::optional<ToldState> LineReader::read_state() const
{
    // A layout without a status column lists what was received.
    const auto told =
        columns_.has(Field::Status) ? look_up(profile_.states, row_[Field::Status]) : ToldState::Received;
    if (profile_.state_from == StateFrom::Status) return told;
    const bool is_paid = !row_[Field::PaidOn].empty() || !columns_.has(Field::PaidOn);
    const bool has_word = columns_.has(Field::Status) && !row_[Field::Status].empty();
    if (has_word && told != ToldState::Received) return told;
    return is_paid ? ToldState::Received : ToldState::AwaitingPayment;
}

/// What the portal deleted is cancelled; a mark that nobody knows waits for a person.
void LineReader::check_deletion(CleanLine& line)
{
    const std::string_view mark = row_[Field::Deletion];
    if (mark.empty()) return;
    const auto is_deleted = look_up(profile_.deletions, mark);
    if (!is_deleted) return refuse("deletion.unknown", Field::Deletion, IssueWeight::Held);
    if (*is_deleted) line.told_state = ToldState::Cancelled;
}

domain::PurposeShare LineReader::read_purpose()
{
    const std::string_view label =
        row_[Field::Purpose].empty() ? option(profile_.option_purpose) : row_[Field::Purpose];
    if (length_in_characters(label) > kLongestText) refuse("cell.too_long", Field::Options);
    const std::string_view code = row_[Field::PurposeCode];
    domain::PurposeShare purpose;
    purpose.written = stored_line(label.empty() ? code : label);
    purpose.written_code = code;
    auto known = look_up(profile_.purposes, label);
    if (!known) known = look_up(profile_.purposes, code);
    purpose.code = known.value_or("");
    return purpose;
}

void LineReader::read_dates(CleanLine& line, const domain::EraTable& eras)
{
    const std::string_view applied = row_[Field::AppliedOn];
    const std::string_view paid = row_[Field::PaidOn];
    const auto applied_on = read_date(applied, eras);
    if (!applied_on)
        refuse(applied.empty() ? "applied_on.missing" : "applied_on.not_a_date", Field::AppliedOn);
    line.applied_on = applied_on.value_or(line.applied_on);
    line.paid_on = read_date(paid, eras);
    if (!line.paid_on && !paid.empty()) refuse("paid_on.not_a_date", Field::PaidOn);
    for (const Field field : {Field::FormerReceiptOn, Field::OneStopAcceptedOn}) {
        if (!row_[field].empty() && !read_date(row_[field], eras)) refuse("former_day.not_a_date", field);
    }
}

// The fields by the hashes of their keys: a new field in the list changes no stored hash.
const std::array<std::uint64_t, kFieldCount>& field_hashes()
{
    static const auto hashes = [] {
        std::array<std::uint64_t, kFieldCount> all{};
        for (std::size_t at = 0; at < kFieldCount; ++at) all[at] = Hash64{}.add(kFieldKeys[at]).value();
        return all;
    }();
    return hashes;
}

// Over all cells that hold something, so that a column more or less, another encoding or place changes
// nothing.
std::uint64_t content_hash_of(const MappedRow& row)
{
    const auto& fields = field_hashes();
    Hash64 hash;
    for (std::size_t at = 0; at < kFieldCount; ++at) {
        const std::string_view cell = row[static_cast<Field>(at)];
        if (!cell.empty()) hash.add(fields[at]).add(cell);
    }
    for (const std::string& cell : row.wide_cells()) hash.add(cell);
    return hash.value();
}

}  // namespace

CleanOrder normalise(
    PortalOrder order, const PortalProfile& profile, const ColumnMap& columns, const domain::EraTable& eras)
{
    order = unfold_gift_groups(std::move(order), columns);
    CleanOrder clean;
    clean.skipped_rows = order.skipped_rows;
    clean.donation.order = {
        look_up(profile.portals, order.lines.front().row[Field::Portal]).value_or(profile.id),
        order.order_number};
    for (const auto& [row, is_contradictory, is_further_group] : order.lines) {
        CleanLine line = LineReader{row, profile, columns}.read(eras);
        if (is_contradictory && !line.fault)
            line.fault = Fault{"order.contradictory", "", "", IssueWeight::Held};
        line.is_further_group = is_further_group;
        line.content_hash = content_hash_of(row);
        clean.lines.push_back(std::move(line));
    }
    clean.donation.applied_on = clean.lines.front().applied_on;
    clean.donation.paid_on = clean.lines.front().paid_on;
    read_order_facts(clean.donation, order.lines.front().row, profile, columns, eras);
    for (std::size_t at = 0; at < clean.lines.size(); ++at)
        clean.lines[at].gift.recipient = read_recipient(order.lines[at].row, profile, clean.donation.contact);
    share_amounts(clean, order, profile, columns);
    return clean;
}

}  // namespace furusato::portal_import
