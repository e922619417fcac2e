#pragma once

#include <string_view>
#include <vector>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/search_term.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::portal_import {

/// Everything that a person or body is found by, sorted, without doubles: 高橋 also for 髙橋, any width and kana.
std::vector<domain::SearchTerm> search_terms(const domain::Contact& contact, const NameFolds& folds);

/// What a typed word may be the start of; empty for a word of blanks. Digits count from four on.
std::vector<domain::SearchTerm> terms_of_word(std::string_view word, const NameFolds& folds);

}  // namespace furusato::portal_import
