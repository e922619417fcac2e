#pragma once

#include <memory>

#include "furusato/application/paper_printer.hpp"

namespace furusato::documents {

/// Prints papers with the fonts of the receipts.
std::unique_ptr<application::PaperPrinter> make_paper_printer();

}  // namespace furusato::documents
