#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library names it
class App;
class Option;
}  // namespace CLI

namespace furusato::cli {

/// One option or word of a command. Stands before CLI11, whose headers would cost every file of this folder ten seconds.
class OptionSyntax {
public:
    explicit OptionSyntax(CLI::Option& option) : option_{&option} {}

    OptionSyntax required(bool is_required = true) const;
    OptionSyntax one_of(const std::vector<std::string>& words) const;
    OptionSyntax positive() const;
    OptionSyntax non_negative() const;
    /// Several values in one word.
    OptionSyntax separated_by(char separator) const;
    bool is_given() const;

private:
    CLI::Option* option_;
};

/// A command with its options and the commands below it; lives no longer than the RootSyntax it comes from.
class Syntax {
public:
    explicit Syntax(CLI::App& app) : app_{&app} {}

    Syntax add_subcommand(const std::string& name, const std::string& help) const;
    /// `names`: "--from" or "--through,--to", or a bare word for what is told by its place. Values: those at the end of syntax.cpp.
    template <class Value>
    OptionSyntax add_option(const std::string& names, Value& value, const std::string& help) const;
    OptionSyntax add_flag(const std::string& names, bool& value, const std::string& help) const;
    /// What to do once the command was read.
    void callback(std::function<void()> chosen) const;
    void require_subcommand(std::size_t count) const;
    void require_subcommand(std::size_t least, std::size_t most) const;
    /// Options of the command above may stand behind this one.
    void fallthrough() const;
    bool has_chosen_subcommand() const;

    CLI::App& app() const { return *app_; }

private:
    CLI::App* app_;
};

/// Ends the reading: a word that must be there is not.
[[noreturn]] void refuse_missing(const std::string& word);

/// The program itself, above all commands.
class RootSyntax {
public:
    RootSyntax(const std::string& name, const std::string& description);
    ~RootSyntax();
    RootSyntax(const RootSyntax&) = delete;
    RootSyntax& operator=(const RootSyntax&) = delete;

    Syntax top() const { return Syntax{*app_}; }

private:
    std::unique_ptr<CLI::App> app_;
};

}  // namespace furusato::cli
