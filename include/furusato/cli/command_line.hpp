#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "furusato/application/services.hpp"

namespace furusato::cli {

/// Options that come before every command (interfaces.md "Global").
struct GlobalOptions {
    std::string config;
    std::string data;
    std::string database;
    std::string as_of;
    std::string actor;
    std::string language = "ja";
    bool json = false;
};

/// Sentences by code (etc/messages/<language>.json).
using Messages = std::map<std::string, std::string>;

/// What main hands to the command line: how to build the services once the global options are known.
struct Composition {
    std::function<std::unique_ptr<application::Services>(const GlobalOptions&)> services;
    std::function<Messages(const std::string& language)> messages;
    std::string version;
};

/// Runs one command; gives its exit code (interfaces.md "Exit codes").
int run_command_line(
    int argc, const char* const* argv, const Composition& composition, std::ostream& out, std::ostream& err);

}  // namespace furusato::cli
