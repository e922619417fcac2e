#include "cli/syntax.hpp"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>

namespace furusato::cli {

OptionSyntax OptionSyntax::required(bool is_required) const
{
    option_->required(is_required);
    return *this;
}

OptionSyntax OptionSyntax::one_of(const std::vector<std::string>& words) const
{
    option_->check(CLI::IsMember(words));
    return *this;
}

OptionSyntax OptionSyntax::positive() const
{
    option_->check(CLI::PositiveNumber);
    return *this;
}

OptionSyntax OptionSyntax::non_negative() const
{
    option_->check(CLI::NonNegativeNumber);
    return *this;
}

OptionSyntax OptionSyntax::separated_by(char separator) const
{
    option_->delimiter(separator);
    return *this;
}

bool OptionSyntax::is_given() const
{
    return option_->count() > 0;
}

Syntax Syntax::add_subcommand(const std::string& name, const std::string& help) const
{
    return Syntax{*app_->add_subcommand(name, help)};
}

template <class Value>
OptionSyntax Syntax::add_option(const std::string& names, Value& value, const std::string& help) const
{
    return OptionSyntax{*app_->add_option(names, value, help)};
}

OptionSyntax Syntax::add_flag(const std::string& names, bool& value, const std::string& help) const
{
    return OptionSyntax{*app_->add_flag(names, value, help)};
}

void Syntax::callback(std::function<void()> chosen) const
{
    app_->callback(std::move(chosen));
}

void Syntax::require_subcommand(std::size_t count) const
{
    app_->require_subcommand(count, count);
}

void Syntax::require_subcommand(std::size_t least, std::size_t most) const
{
    app_->require_subcommand(least, most);
}

void Syntax::fallthrough() const
{
    app_->fallthrough();
}

bool Syntax::has_chosen_subcommand() const
{
    return !app_->get_subcommands().empty();
}

void refuse_missing(const std::string& word)
{
    throw CLI::RequiredError{word};
}

RootSyntax::RootSyntax(const std::string& name, const std::string& description)
    : app_{std::make_unique<CLI::App>(description, name)}
{}

RootSyntax::~RootSyntax() = default;

// The values that options may have.
using Text = const std::string&;
template OptionSyntax Syntax::add_option(Text, std::string&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::optional<std::string>&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::vector<std::string>&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::vector<std::int64_t>&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::vector<int>&, Text) const;
template OptionSyntax Syntax::add_option(Text, int&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::optional<int>&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::int64_t&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::optional<std::int64_t>&, Text) const;
template OptionSyntax Syntax::add_option(Text, std::size_t&, Text) const;

}  // namespace furusato::cli
