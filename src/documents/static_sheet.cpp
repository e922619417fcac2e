#include "documents/static_sheet.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "documents/placeholders.hpp"
#include "documents/sheet_layout.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

constexpr double kInk = 0.0;
constexpr double kQuiet = 0.35;      // labels and rules
constexpr double kWatermark = 0.90;  // light enough to read the text on it, dark enough to survive a copy

void set_grey(cairo_t* canvas, double grey)
{
    cairo_set_source_rgb(canvas, grey, grey, grey);
}

void rule(cairo_t* canvas, double left, double right, double y, double width)
{
    cairo_set_line_width(canvas, mm(width));
    cairo_move_to(canvas, mm(left), mm(y));
    cairo_line_to(canvas, mm(right), mm(y));
    cairo_stroke(canvas);
}

void draw_watermark(cairo_t* canvas, Typesetter& typesetter)
{
    constexpr double tilt = -0.72;
    const Line word = typesetter.line("見本", 190, 40);
    cairo_save(canvas);
    set_grey(canvas, kWatermark);
    cairo_translate(canvas, mm(sheet::kWidth / 2), mm(sheet::kFrameTop + sheet::kFrameHeight / 2));
    cairo_rotate(canvas, tilt);
    typesetter.draw(canvas, {word, -word.width / 2, word.size * 0.36});
    cairo_restore(canvas);
}

void draw_frame(cairo_t* canvas)
{
    constexpr double gap = 1.3;
    set_grey(canvas, kInk);
    cairo_set_line_width(canvas, mm(0.45));
    cairo_rectangle(
        canvas, mm(sheet::kFrameLeft), mm(sheet::kFrameTop), mm(sheet::kFrameWidth), mm(sheet::kFrameHeight));
    cairo_stroke(canvas);
    cairo_set_line_width(canvas, mm(0.12));
    cairo_rectangle(canvas, mm(sheet::kFrameLeft + gap), mm(sheet::kFrameTop + gap),
        mm(sheet::kFrameWidth - 2 * gap), mm(sheet::kFrameHeight - 2 * gap));
    cairo_stroke(canvas);
}

void draw_fold_marks(cairo_t* canvas)
{
    set_grey(canvas, kQuiet);
    for (const double y : {sheet::kFirstFold, sheet::kSecondFold}) {
        rule(canvas, 4, 8, y, 0.15);
        rule(canvas, sheet::kWidth - 8, sheet::kWidth - 4, y, 0.15);
    }
}

void draw_title(cairo_t* canvas, Typesetter& typesetter, const std::string& title)
{
    constexpr double size = 23;
    constexpr double spacing = 7;
    set_grey(canvas, kInk);
    const Line line = typesetter.line(title, size, spacing);
    if (line.width > mm(sheet::kTextRight - sheet::kTextLeft)) typesetter.refuse();
    typesetter.draw(canvas, {line, (mm(sheet::kWidth) - line.width) / 2, mm(sheet::kTitleBaseline)});
}

void draw_row(cairo_t* canvas, Typesetter& typesetter, const char* label, double top, double bottom)
{
    constexpr double size = 10.5;
    set_grey(canvas, kQuiet);
    rule(canvas, sheet::kTextLeft, sheet::kTextRight, top, 0.12);
    rule(canvas, sheet::kTextLeft, sheet::kTextRight, bottom, 0.12);
    set_grey(canvas, kInk);
    const double baseline = mm((top + bottom) / 2) + size * kHalfHeight;
    typesetter.draw(canvas, {typesetter.line(label, size, size), mm(sheet::kRowLabelLeft), baseline});
}

void draw_rows(cairo_t* canvas, Typesetter& typesetter)
{
    draw_row(canvas, typesetter, "住所", sheet::kAddressRowTop, sheet::kNameRowTop);
    draw_row(canvas, typesetter, "氏名", sheet::kNameRowTop, sheet::kNameRowBottom);
    const double left = (sheet::kWidth - sheet::kAmountRuleWidth) / 2;
    set_grey(canvas, kInk);
    rule(canvas, left, left + sheet::kAmountRuleWidth, sheet::kAmountRule, 0.3);
    rule(canvas, left, left + sheet::kAmountRuleWidth, sheet::kAmountRule + 0.9, 0.12);
}

void draw_notes(cairo_t* canvas, Typesetter& typesetter, const domain::ReceiptIssuer& issuer,
    const std::vector<std::string>& notes)
{
    constexpr double size = 9;
    constexpr double leading = 14.5;
    set_grey(canvas, 0.2);
    double baseline = mm(sheet::kNotesTop);
    for (const std::string& note : notes) {
        typesetter.draw(canvas, {typesetter.line("※", size), mm(sheet::kFrameLeft), baseline});
        const double indent = size * 1.5;
        const auto text =
            filled(note, {{"programme_name", issuer.programme_name}, {"city_name", issuer.city_name}});
        for (const Line& line : typesetter.fit(text, {mm(sheet::kFrameWidth) - indent, size, size, 3})) {
            if (baseline > mm(sheet::kNotesBottom)) typesetter.refuse();
            typesetter.draw(canvas, {line, mm(sheet::kFrameLeft) + indent, baseline});
            baseline += leading;
        }
    }
}

Surface load_seal(const std::filesystem::path& share, const std::string& name)
{
    const auto file = (share / name).lexically_normal();
    const auto inside = file.lexically_relative(share.lexically_normal());
    Surface seal;
    if (!inside.empty() && *inside.begin() != "..")
        seal.reset(cairo_image_surface_create_from_png(file.c_str()));
    if (!seal || cairo_surface_status(seal.get()) != CAIRO_STATUS_SUCCESS) {
        throw domain::Refusal{domain::RefusalKind::Invalid, "seal.unreadable", {{"file", name}}};
    }
    return seal;
}

void draw_seal(cairo_t* canvas, cairo_surface_t* seal, double left, double top)
{
    const double width = cairo_image_surface_get_width(seal);
    const double height = cairo_image_surface_get_height(seal);
    const double scale = mm(sheet::kSealSide) / std::max(width, height);
    cairo_save(canvas);
    cairo_translate(canvas, left, top);
    cairo_scale(canvas, scale, scale);
    cairo_set_source_surface(canvas, seal, 0, 0);
    cairo_paint(canvas);
    cairo_restore(canvas);
}

/// The place for a seal that is stamped by hand.
void draw_seal_place(cairo_t* canvas, Typesetter& typesetter, double left, double top)
{
    constexpr std::array<double, 2> dots{0.6, 2.4};
    const double side = mm(sheet::kSealSide);
    cairo_save(canvas);
    set_grey(canvas, 0.6);
    cairo_set_line_width(canvas, 0.6);
    cairo_set_line_cap(canvas, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(canvas, dots.data(), static_cast<int>(dots.size()), 0);
    cairo_rectangle(canvas, left, top, side, side);
    cairo_stroke(canvas);
    const Line word = typesetter.line("公印", 8);
    typesetter.draw(canvas, {word, left + (side - word.width) / 2, top + side - 5});
    cairo_restore(canvas);
}

/// 周南市長　氏名: the city stands before a title that does not name it already.
std::string signature(const domain::ReceiptIssuer& issuer)
{
    std::string text = issuer.title.starts_with(issuer.city_name) ? "" : issuer.city_name + "　";
    text += issuer.title;
    if (!issuer.name.empty()) text += "　" + issuer.name;
    return text;
}

void draw_issuer(cairo_t* canvas, Typesetter& typesetter, const domain::ReceiptIssuer& issuer,
    const std::filesystem::path& share)
{
    constexpr double size = 16;
    constexpr double spacing = 2.5;
    const double right_of_seal = mm(sheet::kRowValueRight);
    set_grey(canvas, kInk);
    const Line text = typesetter.line(signature(issuer), size, spacing);
    // By custom the seal covers the last character's right half.
    const double seal_left = right_of_seal - mm(sheet::kSealSide);
    const double text_left = seal_left + size / 2 - text.width;
    if (text_left < mm(sheet::kTextLeft)) typesetter.refuse();
    typesetter.draw(canvas, {text, text_left, mm(sheet::kIssuerBaseline)});
    const double seal_top = mm(sheet::kIssuerBaseline) - size * 0.38 - mm(sheet::kSealSide) / 2;
    if (issuer.seal_file.empty()) {
        draw_seal_place(canvas, typesetter, seal_left, seal_top);
    } else {
        draw_seal(canvas, load_seal(share, issuer.seal_file).get(), seal_left, seal_top);
    }
}

void draw_foot(cairo_t* canvas, Typesetter& typesetter, const domain::ReceiptIssuer& issuer)
{
    constexpr double size = 8.5;
    set_grey(canvas, 0.2);
    const std::string first = "お問い合わせ先　" + issuer.city_name + "　" + issuer.section;
    const std::string second =
        issuer.section_address + (issuer.section_phone.empty() ? "" : "　電話 " + issuer.section_phone);
    double baseline = mm(sheet::kFootTop) + size;
    for (const auto& text : {first, second}) {
        const auto lines = typesetter.fit(text, {mm(120), size, 7, 2});
        for (const Line& line : lines) {
            typesetter.draw(canvas, {line, mm(sheet::kFrameLeft), baseline});
            baseline += size * 1.5;
        }
    }
    if (!issuer.is_sample) return;
    const Line sample = typesetter.line("見本・架空データ", size);
    typesetter.draw(canvas, {sample, mm(sheet::kFrameLeft + sheet::kFrameWidth) - sample.width,
                                mm(sheet::kFootTop) + size * 2.5});
}

}  // namespace

StaticSheet::StaticSheet(Typesetter& typesetter, const domain::ReceiptIssuer& issuer,
    const application::ReceiptWording& wording, const std::filesystem::path& share)
{
    const cairo_rectangle_t page{0, 0, mm(sheet::kWidth), mm(sheet::kHeight)};
    recording_.reset(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &page));
    const Canvas canvas{cairo_create(recording_.get())};
    if (issuer.is_sample) draw_watermark(canvas.get(), typesetter);
    draw_fold_marks(canvas.get());
    draw_frame(canvas.get());
    draw_title(canvas.get(), typesetter, wording.title);
    draw_rows(canvas.get(), typesetter);
    draw_notes(canvas.get(), typesetter, issuer, wording.notes);
    draw_issuer(canvas.get(), typesetter, issuer, share);
    draw_foot(canvas.get(), typesetter, issuer);
}

std::string StaticSheet::key(const domain::ReceiptIssuer& issuer, const application::ReceiptWording& wording)
{
    std::string key;
    const auto append = [&key](const std::string& part) { (key += part) += '\n'; };
    for (const auto* part : {&issuer.city_name, &issuer.title, &issuer.name, &issuer.seal_file,
             &issuer.seal_version, &issuer.section, &issuer.section_address, &issuer.section_phone,
             &issuer.programme_name, &wording.title}) {
        append(*part);
    }
    append(issuer.is_sample ? "sample" : "");
    for (const auto& note : wording.notes) append(note);
    return key;
}

void StaticSheet::show(cairo_t* canvas) const
{
    cairo_set_source_surface(canvas, recording_.get(), 0, 0);
    cairo_paint(canvas);
}

}  // namespace furusato::documents
