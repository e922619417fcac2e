#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::Payment;
using application::PaymentState;

namespace {

constexpr std::size_t kListSize = 100;

const std::string& select_payments()
{
    static const std::string kSql =
        "SELECT id, profile, fingerprint, file_name, file_line, paid_on, amount_yen, payer, reference, state, note, donation_id, matched_by, version "
        "FROM payments ";
    return kSql;
}

PaymentState state_of(const Row& row)
{
    const std::string& key = row.text("state");
    for (std::size_t i = 0; i < application::kPaymentStateKeys.size(); ++i) {
        if (application::kPaymentStateKeys[i] == key) return static_cast<PaymentState>(i);
    }
    throw application::StorageError{
        "database.unreadable", "unknown state of a payment, id " + row.text("id")};
}

Payment payment_of(const Row& row)
{
    Payment payment;
    payment.id = row.integer("id");
    payment.profile = row.text("profile");
    payment.fingerprint = row.integer("fingerprint");
    payment.file_name = row.text("file_name");
    payment.file_line = static_cast<long>(row.integer("file_line"));
    payment.paid_on = row.date("paid_on");
    payment.amount = row.yen("amount_yen");
    payment.payer = row.text("payer");
    payment.reference = row.text("reference");
    payment.state = state_of(row);
    payment.note = row.text("note");
    payment.donation = row.id<domain::DonationId>("donation_id");
    payment.matched_by = row.id<domain::OperationId>("matched_by");
    payment.version = static_cast<int>(row.integer("version"));
    return payment;
}

}  // namespace

std::set<std::int64_t> SqlPayments::find_known(
    const std::string& profile, const std::vector<std::int64_t>& fingerprints)
{
    static const std::string kSql =
        "SELECT fingerprint FROM payments WHERE profile = ? AND fingerprint IN (" + placeholders(kListSize) +
        ")";
    std::set<std::int64_t> known;
    in_lists_of<std::int64_t>(kListSize, fingerprints, [&](Connection::Values list) {
        list.insert(list.begin(), profile);
        connection_.for_each_row(
            kSql, list, [&](const Row& row) { known.insert(row.integer("fingerprint")); });
    });
    return known;
}

void SqlPayments::add(const std::vector<Payment>& payments)
{
    Connection::Values cells;
    for (const Payment& payment : payments) {
        append(cells, payment.id, payment.profile, payment.fingerprint, payment.file_name,
            std::int64_t{payment.file_line}, payment.paid_on.iso(), payment.amount.amount(), payment.payer,
            payment.reference, std::string{key_of(payment.state)}, payment.note,
            value_or_null(payment.donation), value_or_null(payment.matched_by),
            std::int64_t{payment.version});
    }
    connection_.insert_rows("payments",
        {"id", "profile", "fingerprint", "file_name", "file_line", "paid_on", "amount_yen", "payer",
            "reference", "state", "note", "donation_id", "matched_by", "version"},
        cells);
}

bool SqlPayments::update(const Payment& payment)
{
    return connection_.execute(
               "UPDATE payments SET state = ?, note = ?, donation_id = ?, matched_by = ?, version = ? WHERE id = ? AND version = ?",
               {std::string{key_of(payment.state)}, payment.note, value_or_null(payment.donation),
                   value_or_null(payment.matched_by), std::int64_t{payment.version}, payment.id,
                   std::int64_t{payment.version - 1}}) == 1;
}

bool SqlPayments::mask(const Payment& payment)
{
    return connection_.execute(
               "UPDATE payments SET payer = ?, reference = ?, note = ?, version = ? WHERE id = ? AND version = ?",
               {payment.payer, payment.reference, payment.note, std::int64_t{payment.version}, payment.id,
                   std::int64_t{payment.version - 1}}) == 1;
}

std::optional<Payment> SqlPayments::find(std::int64_t id)
{
    const auto rows = connection_.query(select_payments() + "WHERE id = ?", {id});
    if (rows.empty()) return std::nullopt;
    return payment_of(rows.front());
}

std::vector<Payment> SqlPayments::of_donation(domain::DonationId donation)
{
    std::vector<Payment> payments;
    connection_.for_each_row(select_payments() + "WHERE donation_id = ? ORDER BY id", {donation.value},
        [&](const Row& row) { payments.push_back(payment_of(row)); });
    return payments;
}

std::vector<Payment> SqlPayments::list(std::optional<PaymentState> state)
{
    std::vector<Payment> payments;
    const auto visit = [&](const Row& row) { payments.push_back(payment_of(row)); };
    if (state) {
        connection_.for_each_row(
            select_payments() + "WHERE state = ? ORDER BY id", {std::string{key_of(*state)}}, visit);
    } else {
        connection_.for_each_row(select_payments() + "ORDER BY id", {}, visit);
    }
    return payments;
}

}  // namespace furusato::persistence
