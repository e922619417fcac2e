#pragma once

#include <string>

namespace furusato::tests {

/// A workbook with one sheet of texts: the cells of a portal file, line by line.
std::string workbook_of(const std::string& csv);

}  // namespace furusato::tests
