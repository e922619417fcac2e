#pragma once

#include <string>
#include <vector>

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// A payer's name as banks write it, made comparable with a donor's name or reading: half-width and small kana, blanks, marks and legal
/// forms ("ｶ)") say nothing there. Words such as "フリコミ" before the name are cut off.
std::string payer_key(
    const std::string& name, const std::vector<std::string>& prefixes, const portal_import::NameFolds& folds);

/// The words of a reference that may be a number, folded; the whole reference first.
std::vector<std::string> words_of_reference(const std::string& reference);

}  // namespace furusato::application
