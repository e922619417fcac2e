#include "application/read_payments.hpp"

#include <algorithm>
#include <map>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_table.hpp"
#include "furusato/portal_import/read_values.hpp"

namespace furusato::application {
namespace {

using portal_import::IssueWeight;
using portal_import::RowIssue;
using portal_import::Table;
using portal_import::TableRow;

constexpr std::size_t kLongestText = 200;  // characters of payments.payer and reference

const std::vector<std::string>& headers_of(const PaymentProfile& profile, const std::string& field)
{
    if (field == "paid_on") return profile.paid_on;
    if (field == "amount") return profile.amount;
    return field == "payer" ? profile.payer : profile.reference;
}

/// The layout whose required columns are all there; the one with the most of them.
const PaymentProfile& profile_of(
    const Table& table, const std::vector<PaymentProfile>& profiles, const std::optional<std::string>& wanted)
{
    const PaymentProfile* best = nullptr;
    for (const PaymentProfile& profile : profiles) {
        if (wanted && profile.id != *wanted) continue;
        const bool fits = std::all_of(profile.required.begin(), profile.required.end(),
            [&](const std::string& field) { return table.column(headers_of(profile, field)).has_value(); });
        if (fits && (best == nullptr || profile.required.size() > best->required.size())) best = &profile;
    }
    if (best == nullptr) throw domain::Refusal{domain::RefusalKind::Invalid, "payment.layout_unknown"};
    return *best;
}

/// Reads the lines of one table; knows how often a line stood there before.
class LineReader {
public:
    LineReader(const Table& table, const PaymentProfile& profile, const domain::EraTable& eras,
        const Digests& digests)
        : table_{table},
          profile_{profile},
          eras_{eras},
          digests_{digests},
          paid_on_{table.column(profile.paid_on)},
          amount_{table.column(profile.amount)},
          payer_{table.column(profile.payer)},
          reference_{table.column(profile.reference)}
    {}

    void read(const TableRow& row, ReadPayments& read)
    {
        if (row.has_wrong_width) return fail(row, std::nullopt, "row.column_count", read);
        // A line without an amount of money that came is one of money that went.
        const std::string amount_text = cell(row, amount_);
        const auto amount = portal_import::read_yen(amount_text);
        if (amount_text.empty() || (amount && amount->amount() == 0)) return;
        if (!amount || *amount < domain::Yen{}) return fail(row, amount_, "amount.not_a_number", read);
        const auto paid_on = portal_import::read_date(cell(row, paid_on_), eras_);
        if (!paid_on) return fail(row, paid_on_, "paid_on.not_a_date", read);
        Payment payment;
        payment.profile = profile_.id;
        payment.file_line = row.line;
        payment.paid_on = *paid_on;
        payment.amount = *amount;
        payment.payer = cell(row, payer_);
        payment.reference = cell(row, reference_);
        for (const auto& [text, column] :
            {std::pair{payment.payer, payer_}, {payment.reference, reference_}}) {
            if (!portal_import::is_plain_text(text) ||
                portal_import::length_in_characters(text) > kLongestText)
                return fail(row, column, "cell.too_long", read);
        }
        payment.fingerprint = fingerprint_of(payment);
        read.payments.push_back(std::move(payment));
    }

private:
    static std::string cell(const TableRow& row, std::optional<std::size_t> column)
    {
        return column ? std::string{portal_import::trimmed(row.cells[*column])} : std::string{};
    }

    void fail(
        const TableRow& row, std::optional<std::size_t> column, const char* code, ReadPayments& read) const
    {
        read.issues.push_back({row.line, row.row, column ? table_.headers[*column] : "", code,
            column ? row.cells[*column] : "", IssueWeight::Error, row.raw});
    }

    /// Two equal lines of one statement are two payments; in two statements they are one.
    std::int64_t fingerprint_of(const Payment& payment)
    {
        const std::string text = payment.paid_on.iso() + '\x1f' + std::to_string(payment.amount.amount()) +
                                 '\x1f' + portal_import::fold_word(payment.payer) + '\x1f' +
                                 portal_import::fold_word(payment.reference);
        return digests_.keyed_number(text + '\x1f' + std::to_string(++seen_[text]));
    }

    const Table& table_;
    const PaymentProfile& profile_;
    const domain::EraTable& eras_;
    const Digests& digests_;
    std::optional<std::size_t> paid_on_, amount_, payer_, reference_;
    std::map<std::string, int> seen_;
};

}  // namespace

ReadPayments read_payments(portal_import::ByteSource& source, const std::vector<PaymentProfile>& profiles,
    const std::optional<std::string>& wanted, const domain::EraTable& eras, const Digests& digests)
{
    const Table table = portal_import::read_table(source);
    ReadPayments read;
    read.profile = &profile_of(table, profiles, wanted);
    LineReader reader{table, *read.profile, eras, digests};
    for (const TableRow& row : table.rows) reader.read(row, read);
    return read;
}

}  // namespace furusato::application
