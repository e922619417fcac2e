#include "persistence/sql_donation_rows.hpp"

#include <unordered_map>

#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using domain::ContactId;
using domain::Donation;
using domain::DonationId;

namespace {

constexpr std::size_t kListSize = 100;

domain::GiftLine gift_line_of(const Row& row)
{
    domain::GiftLine line;
    line.id = row.id<domain::GiftLineId>("id");
    line.line_number = static_cast<int>(row.integer("line_number"));
    line.portal_line = row.text("portal_line");
    line.gift_code = row.text("gift_code");
    line.gift_name = row.text("gift_name");
    line.gift_version = row.integer("gift_version_id");
    line.quantity = static_cast<int>(row.integer("quantity"));
    line.amount = row.yen("amount_yen");
    line.shipping_state = row.text("shipping_state");
    line.recipient_id = row.id<ContactId>("recipient_contact_id");
    if (line.recipient_id.value != 0) line.recipient = contact_of(row, "r_");
    line.file_line = static_cast<long>(row.integer("file_line"));
    return line;
}

}  // namespace

const std::string& donation_columns()
{
    static const std::string kColumns =
        "d.id AS id, d.number AS number, d.portal AS portal, d.portal_order_number AS portal_order_number, d.content_hash AS content_hash, "
        "d.donor_id AS donor_id, d.donor_kind AS donor_kind, d.contact_id AS contact_id, d.documents_contact_id AS documents_contact_id, "
        "d.state AS state, d.amount_yen AS amount_yen, d.points_yen AS points_yen, d.applied_on AS applied_on, d.paid_on AS paid_on, "
        "d.received_on AS received_on, d.received_rule AS received_rule, d.ended_on AS ended_on, d.payment_method AS payment_method, "
        "d.payment_written AS payment_written, d.one_stop_requested AS one_stop_requested, d.name_publication AS name_publication, "
        "d.name_damaged AS name_damaged, d.gift_wish AS gift_wish, d.on_behalf_of AS on_behalf_of, d.remark AS remark, d.job_id AS job_id, d.file_row AS file_row, d.file_line AS file_line, "
        "d.version AS version, d.created_by AS created_by, d.changed_by AS changed_by, d.masked_on AS masked_on, f.donation_id AS former_of, "
        "f.number AS former_number, f.receipt_number AS former_receipt, f.receipt_on AS former_receipt_on, "
        "f.one_stop_accepted_on AS one_stop_accepted_on, " +
        contact_columns("c", "c_") + ", " + contact_columns("p", "p_");
    return kColumns;
}

Donation donation_of(const Row& row)
{
    Donation donation;
    donation.id = row.id<DonationId>("id");
    donation.number = domain::DonationNumber::parse(row.text("number")).value_or(donation.number);
    donation.order = {row.text("portal"), row.text("portal_order_number")};
    donation.content_hash = row.integer("content_hash");
    donation.donor = row.id<domain::DonorId>("donor_id");
    donation.donor_kind =
        domain::donor_kind_of(row.text("donor_kind")).value_or(domain::DonorKind::Individual);
    donation.contact = contact_of(row, "c_");
    donation.contact_id = row.id<ContactId>("contact_id");
    donation.documents_contact_id = row.id<ContactId>("documents_contact_id");
    if (donation.documents_contact_id.value != 0) donation.documents_contact = contact_of(row, "p_");
    donation.state = domain::donation_state_of(row.text("state")).value_or(domain::DonationState::Applied);
    donation.amount = row.yen("amount_yen");
    donation.points = row.yen("points_yen");
    donation.applied_on = row.date("applied_on");
    donation.paid_on = row.optional_date("paid_on");
    donation.received_on = row.optional_date("received_on");
    donation.received_rule = row.text("received_rule");
    donation.ended_on = row.optional_date("ended_on");
    donation.payment_method =
        domain::payment_method_of(row.text("payment_method")).value_or(domain::PaymentMethod::Other);
    donation.payment_written = row.text("payment_written");
    donation.one_stop_requested = row.flag("one_stop_requested");
    donation.name_publication = row.flag("name_publication");
    donation.name_damaged = row.flag("name_damaged");
    donation.gift_wish = domain::gift_wish_of(row.text("gift_wish")).value_or(domain::GiftWish::Unsaid);
    donation.on_behalf_of = row.text("on_behalf_of");
    donation.remark = row.text("remark");
    donation.job = row.id<domain::JobId>("job_id");
    donation.file_row = static_cast<long>(row.integer("file_row"));
    donation.file_line = static_cast<long>(row.integer("file_line"));
    donation.version = static_cast<int>(row.integer("version"));
    donation.created_by = row.id<domain::OperationId>("created_by");
    donation.changed_by = row.id<domain::OperationId>("changed_by");
    donation.masked_on = row.optional_date("masked_on");
    if (!row.is_null("former_of")) {
        donation.former = domain::FormerRecord{row.text("former_number"), row.text("former_receipt"),
            row.optional_date("former_receipt_on"), row.optional_date("one_stop_accepted_on")};
    }
    return donation;
}

void load_parts(Connection& connection, std::vector<Donation>& donations)
{
    static const std::string kPurposes =
        "SELECT donation_id, purpose_code, purpose_version_id, written_code, written, amount_yen FROM donation_purposes WHERE donation_id IN (" +
        placeholders(kListSize) + ") ORDER BY donation_id, purpose_number";
    static const std::string kLines =
        "SELECT l.id AS id, l.donation_id AS donation_id, l.line_number AS line_number, l.portal_line AS portal_line, "
        "l.gift_code AS gift_code, l.gift_name AS gift_name, l.gift_version_id AS gift_version_id, l.quantity AS quantity, "
        "l.amount_yen AS amount_yen, l.shipping_state AS shipping_state, l.recipient_contact_id AS recipient_contact_id, "
        "l.file_line AS file_line, " +
        contact_columns("r", "r_") +
        " FROM gift_lines l LEFT JOIN contacts r ON r.id = l.recipient_contact_id WHERE l.donation_id IN (" +
        placeholders(kListSize) + ") ORDER BY l.donation_id, l.line_number";
    std::unordered_map<std::int64_t, Donation*> by_id;
    std::vector<std::int64_t> ids;
    for (Donation& donation : donations) {
        by_id[donation.id.value] = &donation;
        ids.push_back(donation.id.value);
    }
    in_lists_of<std::int64_t>(kListSize, ids, [&](const Connection::Values& list) {
        connection.for_each_row(kPurposes, list, [&](const Row& row) {
            by_id[row.integer("donation_id")]->purposes.push_back(
                {row.text("purpose_code"), row.text("written"), row.yen("amount_yen"),
                    row.text("written_code"), row.integer("purpose_version_id")});
        });
        connection.for_each_row(kLines, list,
            [&](const Row& row) { by_id[row.integer("donation_id")]->gifts.push_back(gift_line_of(row)); });
    });
}

}  // namespace furusato::persistence
