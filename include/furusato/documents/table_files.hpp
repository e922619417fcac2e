#pragma once

#include <memory>

#include "furusato/application/table_writer.hpp"

namespace furusato::documents {

/// Tables as CSV (UTF-8 with BOM, CRLF) and as XLSX.
std::unique_ptr<application::TableWriter> make_table_writer();

}  // namespace furusato::documents
