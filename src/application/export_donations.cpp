#include "furusato/application/export_donations.hpp"

#include "furusato/domain/receipt_number.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;

constexpr std::int64_t kBetweenProgress = 5'000;

/// "2026-12" as the receipt is called, R8-0000012.
std::string receipt_text(std::string_view stored, const domain::EraTable& eras)
{
    const auto sign = stored.find('-');
    if (sign == std::string_view::npos) return {};
    const domain::TaxYear year{std::stoi(std::string{stored.substr(0, sign)})};
    return domain::ReceiptNumber{year, std::stoll(std::string{stored.substr(sign + 1)})}.text(eras);
}

/// Keys become words; everything else stays as it is stored.
class RowInWords {
public:
    RowInWords(
        const std::vector<DonationColumn>& columns, const ExportWords& words, const domain::EraTable& eras)
        : columns_{columns}, eras_{eras}, texts_(columns.size())
    {
        for (const DonationColumn column : columns) {
            const auto values = words.values.find(column);
            values_.push_back(values == words.values.end() ? nullptr : &values->second);
        }
    }

    const std::vector<std::string_view>& of(const std::vector<std::string_view>& cells)
    {
        row_ = cells;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (columns_[i] == DonationColumn::Receipt) {
                texts_[i] = receipt_text(cells[i], eras_);
                row_[i] = texts_[i];
            } else if (values_[i] != nullptr) {
                const auto word = values_[i]->find(std::string{cells[i]});
                if (word != values_[i]->end()) row_[i] = word->second;
            }
        }
        return row_;
    }

private:
    const std::vector<DonationColumn>& columns_;
    const domain::EraTable& eras_;
    std::vector<const std::map<std::string, std::string>*> values_;
    std::vector<std::string> texts_;
    std::vector<std::string_view> row_;
};

}  // namespace

std::int64_t ExportDonations::execute(
    const ExportRequest& request, const ExportWords& words, const Progress& progress)
{
    if (portal_import::trimmed(request.purpose).empty())
        throw Refusal{RefusalKind::Invalid, "export.purpose_missing"};
    const std::string now = clock_.now_utc();
    std::int64_t rows = 0;
    std::int64_t in_all = 0;
    std::unique_ptr<TableFile> file;
    RowInWords row{request.columns, words, eras_};
    list_.records(
        request.filter, request.columns,
        [&](std::int64_t total) {
            in_all = total;
            const std::int64_t most = writer_.most_rows(request.format);
            if (total > most)
                throw Refusal{RefusalKind::Invalid, "export.too_many", {{"number", std::to_string(most)}}};
            TableHead head{words.remarks(now, total), {}};
            for (const DonationColumn column : request.columns)
                head.columns.push_back({words.titles.at(column), is_number(column)});
            file = writer_.open(request.file, request.format, head);
            // The log says it before the first row leaves the ledger, whatever becomes of the file.
            log_.add(
                {now, request.caller.actor, "donation.export", request.filter_names, total, request.purpose});
        },
        [&](const std::vector<std::string_view>& cells) {
            file->add(row.of(cells));
            if (++rows % kBetweenProgress == 0) progress(rows, in_all);
        },
        words.hidden, request.disclosure);
    file->finish();
    progress(rows, in_all);
    return rows;
}

}  // namespace furusato::application
