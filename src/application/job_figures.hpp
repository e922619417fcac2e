#pragma once

#include "furusato/application/list_import_jobs.hpp"

namespace furusato::application {

/// The stored text with these figures set or added, each on its line.
std::string with_figures(const std::string& summary, const Figures& figures);

}  // namespace furusato::application
