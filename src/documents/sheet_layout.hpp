#pragma once

namespace furusato::documents {

/// Millimetres as points (PDF user space).
constexpr double mm(double millimetres)
{
    return millimetres * 72.0 / 25.4;
}

/// Where things stand on the A4 sheet, in millimetres from its upper left corner. The sheet is folded in three (at 99 and
/// 198 mm): the upper third is the letter's head with the address, the certificate proper lies below the first fold.
namespace sheet {

inline constexpr double kWidth = 210;
inline constexpr double kHeight = 297;

// Address for the window of a 長3 envelope (235 × 120 mm, window 90 × 45 mm, 20 mm from the left and 15 mm from the top).
// Folded, the sheet can slide 25 mm sideways and 20 mm up and down, so x 20-87 and y 15-41 always shows; common addresses
// stay inside it, long ones use the rest of the block, and nothing but the address stands between x 0-118 and y 0-62.
inline constexpr double kAddressLeft = 23;
inline constexpr double kAddressTop = 16;
inline constexpr double kAddressWidth = 80;
inline constexpr double kAddressHeight = 31;

inline constexpr double kNotesTop = 72;
inline constexpr double kNotesBottom = 96;

inline constexpr double kFirstFold = 99;
inline constexpr double kSecondFold = 198;

// The certificate: a double frame and, inside it, one column of text.
inline constexpr double kFrameLeft = 20;
inline constexpr double kFrameTop = 105;
inline constexpr double kFrameWidth = 170;
inline constexpr double kFrameHeight = 156;
inline constexpr double kTextLeft = 35;
inline constexpr double kTextRight = 175;

// Inside the frame, from above: baselines, and the rules of the two rows that name the donor.
inline constexpr double kNumberBaseline = 117;
inline constexpr double kTitleBaseline = 132;
inline constexpr double kAddressRowTop = 140;
inline constexpr double kNameRowTop = 162;
inline constexpr double kNameRowBottom = 177;
inline constexpr double kRowLabelLeft = 40;
inline constexpr double kRowValueLeft = 62;
inline constexpr double kRowValueRight = 172;
inline constexpr double kAmountBaseline = 191.5;
inline constexpr double kAmountRule = 195.5;
inline constexpr double kAmountRuleWidth = 96;
inline constexpr double kBodyBaseline = 208;
inline constexpr double kBodyBottom = 225;
inline constexpr double kIssuedOnBaseline = 231;
inline constexpr double kIssuerBaseline = 243.5;

inline constexpr double kSealSide = 24;

inline constexpr double kFootTop = 266;

}  // namespace sheet
}  // namespace furusato::documents
