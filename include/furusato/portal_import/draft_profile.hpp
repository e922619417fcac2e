#pragma once

#include <map>
#include <string>
#include <vector>

#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/encoding.hpp"
#include "furusato/portal_import/file_reading.hpp"
#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::portal_import {

/// A field that a column of an unknown file probably holds.
struct DraftedField {
    Field field = Field::OrderNumber;
    std::string header;  // "返礼品{N}_コード" for numbered groups
    int confidence = 0;  // percent
    bool by_header = false;
    bool by_content = false;
};

/// What a word of the file means by the tables of profiles that are known: table → meaning → words as written.
using WordMeanings = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

/// A proposed profile for an unknown file, and what a person has to look at before it is used.
struct DraftedProfile {
    TextFormat format;
    Encoding encoding = Encoding::Utf8;
    long header_line = 1;
    long rows_looked_at = 0;
    std::vector<DraftedField> fields;
    std::vector<DraftedField> gift_columns;  // of numbered groups
    int gift_groups = 0;                     // the highest number
    std::vector<std::string> signature;
    std::vector<std::string> unused;                                // headers
    std::vector<Field> missing;                                     // without which no file can be imported
    std::vector<std::string> notes;                                 // codes of etc/messages
    std::map<std::string, std::vector<std::string>> unknown_words;  // by table
    WordMeanings known_words;
    AmountPer amount_per = AmountPer::Line;
    RowUnit row_unit = RowUnit::Item;
    StateFrom state_from = StateFrom::Status;
};

/// Words that a header of a field probably holds (etc/reference/header_words.json).
using FieldWords = std::map<Field, std::vector<std::string>>;

/// Looks at the header and the first records of a file and tells what each column probably is, by the headers of the known profiles, by words and
/// by what the cells hold. Throws domain::Refusal "file.…" for what is no table with a header.
DraftedProfile draft_profile(ByteSource& source, const std::vector<PortalProfile>& known,
    const FieldWords& words, const domain::EraTable& eras);

}  // namespace furusato::portal_import
