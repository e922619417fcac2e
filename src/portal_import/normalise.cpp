#include "portal_import/normalise.hpp"

#include <array>
#include <utility>

#include "furusato/domain/receipt_number.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/cell_limits.hpp"
#include "portal_import/damaged_cells.hpp"
#include "portal_import/hash64.hpp"
#include "portal_import/read_contact.hpp"
#include "portal_import/read_options.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
namespace {

/// The number of a receipt that was issued; a word such as 未発行 is none.
std::string former_receipt_number(const MappedRow& row, const PortalProfile& profile)
{
    const std::string_view written = row[Field::FormerReceipt];
    return look_up(profile.former_receipts, written).value_or(true) ? stored_line(written) : std::string{};
}

/// Reads one record; remembers the first thing that is wrong with it.
class LineReader {
public:
    LineReader(const MappedRow& row, const PortalProfile& profile, const ColumnMap& columns)
        : row_{row}, profile_{profile}, columns_{columns}
    {}

    CleanLine read(const domain::EraTable& eras);

private:
    void refuse(std::string code, Field field);
    void check_bytes_and_lengths();
    void read_dates(CleanLine& line, const domain::EraTable& eras);
    void read_gift(CleanLine& line);
    void check_portal();
    void check_former_receipt(const domain::EraTable& eras);
    domain::Yen read_amount(int quantity);
    int read_quantity_cell();
    domain::PurposeShare read_purpose();
    std::string_view option(const std::vector<std::string>& names) const
    {
        return option_value(row_[Field::Options], names, profile_.option_separator);
    }

    const MappedRow& row_;
    const PortalProfile& profile_;
    const ColumnMap& columns_;
    std::optional<Fault> fault_;
};

void LineReader::refuse(std::string code, Field field)
{
    if (fault_) return;
    fault_ = Fault{std::move(code), columns_.header_of(field), std::string{row_[field]}, IssueWeight::Error};
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
    // A layout without a status column lists what was received.
    line.told_state =
        columns_.has(Field::Status) ? look_up(profile_.states, row_[Field::Status]) : ToldState::Received;
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
    gift.gift_code = nfkc(row_[Field::GiftCode]);
    for (char& byte : gift.gift_code) {
        if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    }
    if (length_in_characters(gift.gift_code) > kLongestText) refuse("cell.too_long", Field::GiftCode);
    gift.gift_name = stored_line(row_[Field::GiftName]);
    gift.quantity = read_quantity_cell();
    gift.amount = read_amount(gift.quantity);
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

domain::Yen LineReader::read_amount(int quantity)
{
    const std::string_view cell = row_[Field::Amount];
    const auto amount = read_yen(cell);
    if (!amount) {
        refuse(cell.empty() ? "amount.missing" : "amount.not_a_number", Field::Amount);
        return domain::Yen{};
    }
    if (profile_.amount_per == AmountPer::Line || quantity == 0) return *amount;
    // Beyond what Yen holds only its limit counts: validate() finds both out of range.
    if (amount->amount() > domain::Yen::kLimit / quantity) return domain::Yen{domain::Yen::kLimit};
    return domain::Yen{amount->amount() * quantity};
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
    return hash.value();
}

/// What a former system says it did; nothing in the layout of a portal.
std::optional<domain::FormerRecord> read_former(
    const MappedRow& row, const PortalProfile& profile, const domain::EraTable& eras)
{
    if (profile.portals.empty()) return std::nullopt;
    return domain::FormerRecord{stored_line(row[Field::FormerNumber]), former_receipt_number(row, profile),
        read_date(row[Field::FormerReceiptOn], eras), read_date(row[Field::OneStopAcceptedOn], eras)};
}

// The facts that every record of an order repeats, from its first one.
void read_order_facts(domain::Donation& donation, const MappedRow& row, const PortalProfile& profile,
    const domain::EraTable& eras)
{
    donation.contact = read_applicant(row, eras);
    donation.donor_kind = read_donor_kind(row, profile, donation.contact.name);
    donation.payment_written = stored_line(row[Field::PaymentMethod]);
    donation.payment_method =
        look_up(profile.payment_methods, donation.payment_written).value_or(domain::PaymentMethod::Other);
    donation.points = read_yen(row[Field::Points]).value_or(domain::Yen{});
    donation.name_publication =
        look_up(profile.name_publication, row[Field::NamePublication]).value_or(false);
    donation.remark = compose_kana(row[Field::Remark]);
    donation.former = read_former(row, profile, eras);
    donation.file_row = row.row();
    donation.file_line = row.line();
}

}  // namespace

CleanOrder normalise(
    PortalOrder order, const PortalProfile& profile, const ColumnMap& columns, const domain::EraTable& eras)
{
    CleanOrder clean;
    clean.skipped_rows = order.skipped_rows;
    clean.donation.order = {
        look_up(profile.portals, order.lines.front().row[Field::Portal]).value_or(profile.id),
        order.order_number};
    read_order_facts(clean.donation, order.lines.front().row, profile, eras);
    for (const auto& [row, is_contradictory] : order.lines) {
        CleanLine line = LineReader{row, profile, columns}.read(eras);
        if (is_contradictory && !line.fault)
            line.fault = Fault{"order.contradictory", "", "", IssueWeight::Held};
        line.gift.recipient = read_recipient(row, profile, clean.donation.contact);
        line.content_hash = content_hash_of(row);
        clean.lines.push_back(std::move(line));
    }
    clean.donation.applied_on = clean.lines.front().applied_on;
    clean.donation.paid_on = clean.lines.front().paid_on;
    return clean;
}

}  // namespace furusato::portal_import
