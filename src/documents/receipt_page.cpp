#include "documents/receipt_page.hpp"

#include "documents/address_block.hpp"
#include "documents/placeholders.hpp"
#include "documents/sheet_layout.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::documents {
namespace {

constexpr double kSmallest = 8;

class ReceiptPage {
public:
    ReceiptPage(Typesetter& typesetter, const domain::Receipt& receipt,
        const application::ReceiptWording& wording, const domain::EraTable& eras)
        : typesetter_{typesetter}, receipt_{receipt}, wording_{wording}, eras_{eras}
    {}

    std::vector<PlacedLine> compose()
    {
        placed_ = window_address(typesetter_, receipt_.contact, receipt_.is_corporate);
        add_numbers();
        add_donor_address();
        add_donor_name();
        add_amount();
        add_body();
        place(typesetter_.line(eras_.format(receipt_.issued_on), 12), mm(sheet::kRowLabelLeft),
            mm(sheet::kIssuedOnBaseline));
        return std::move(placed_);
    }

private:
    void place(const Line& line, double x, double baseline) { placed_.push_back({line, x, baseline}); }

    void place_right(const Line& line, double right, double baseline)
    {
        place(line, right - line.width, baseline);
    }

    void add_numbers()
    {
        place_right(typesetter_.line(receipt_.number.printed(eras_), 10.5), mm(sheet::kTextRight),
            mm(sheet::kNumberBaseline));
        place_right(typesetter_.line("受付番号 " + receipt_.donation_number.text(), 8.5),
            mm(sheet::kFrameLeft + sheet::kFrameWidth), mm(sheet::kFootTop) + 8.5);
    }

    /// The address in the middle of its row, with its postal code.
    void add_donor_address()
    {
        constexpr double largest = 11;
        constexpr double leading = 1.4;
        const double top = mm(sheet::kAddressRowTop);
        const double bottom = mm(sheet::kNameRowTop);
        const double room = bottom - top - mm(2);
        const double width = mm(sheet::kRowValueRight - sheet::kRowValueLeft);
        const PrintedAddress address = printed_address(receipt_.contact);
        const auto lines = address_lines(typesetter_, address, {width, room, largest, kSmallest, leading});
        if (lines.empty()) typesetter_.refuse();
        const double size = lines.front().size;
        const double rest = static_cast<double>(lines.size() - 1) * size * leading;
        double baseline = (top + bottom - rest) / 2 + size * kHalfHeight;
        for (const Line& line : lines) {
            place(line, mm(sheet::kRowValueLeft), baseline);
            baseline += size * leading;
        }
    }

    void add_donor_name()
    {
        constexpr double leading = 1.3;
        const FitRule rule{mm(sheet::kRowValueRight - sheet::kRowValueLeft), 16, kSmallest, 2};
        const auto parts =
            name_lines(typesetter_, receipt_.contact.name, honorific(receipt_.is_corporate), rule);
        if (parts.empty()) typesetter_.refuse();
        const double size = parts.front().line.size;
        const double middle = mm((sheet::kNameRowTop + sheet::kNameRowBottom) / 2) + size * kHalfHeight;
        for (const NamePart& part : parts) {
            const double rows_from_middle = part.row - parts.back().row / 2.0;
            place(part.line, mm(sheet::kRowValueLeft) + part.x, middle + rows_from_middle * size * leading);
        }
    }

    std::string filled_in(const std::string& text) const
    {
        return filled(
            text, {{"amount", grouped(receipt_.amount)}, {"received_on", eras_.format(receipt_.received_on)},
                      {"programme_name", receipt_.issuer.programme_name},
                      {"city_name", receipt_.issuer.city_name}});
    }

    void add_amount()
    {
        const double room = mm(sheet::kTextRight - sheet::kTextLeft);
        const Line line = typesetter_.fit(filled_in(wording_.amount_line), {room, 22, 14, 1}).front();
        place(line, (mm(sheet::kWidth) - line.width) / 2, mm(sheet::kAmountBaseline));
    }

    void add_body()
    {
        constexpr double largest = 12;
        constexpr double leading = 1.75;
        double baseline = mm(sheet::kBodyBaseline);
        for (const std::string& text : wording_.body) {
            const FitRule rule{mm(sheet::kRowValueRight - sheet::kRowLabelLeft), largest, 10, 3};
            for (const Line& line : typesetter_.fit(filled_in(text), rule)) {
                if (baseline > mm(sheet::kBodyBottom)) typesetter_.refuse();
                place(line, mm(sheet::kRowLabelLeft), baseline);
                baseline += line.size * leading;
            }
        }
    }

    Typesetter& typesetter_;
    const domain::Receipt& receipt_;
    const application::ReceiptWording& wording_;
    const domain::EraTable& eras_;
    std::vector<PlacedLine> placed_;
};

}  // namespace

std::vector<PlacedLine> receipt_page(Typesetter& typesetter, const domain::Receipt& receipt,
    const application::ReceiptWording& wording, const domain::EraTable& eras)
{
    return ReceiptPage{typesetter, receipt, wording, eras}.compose();
}

}  // namespace furusato::documents
