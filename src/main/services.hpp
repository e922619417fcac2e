#pragma once

#include <memory>

#include "furusato/application/services.hpp"
#include "furusato/cli/command_line.hpp"

namespace furusato::composition {

/// Builds everything for the options: reads rules and profiles, finds the data folder; the ledger is opened on first use.
std::unique_ptr<application::Services> make_services(const cli::GlobalOptions& options);

}  // namespace furusato::composition
