#include "persistence/mysql_address.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <charconv>
#include <cstdlib>
#include <fstream>

#include "furusato/domain/refusal.hpp"

namespace furusato::persistence {
namespace {

constexpr std::string_view kScheme = "mysql://";

[[noreturn]] void refuse()
{
    throw domain::Refusal{domain::RefusalKind::Invalid, "database.url"};
}

std::string decoded(std::string_view text)
{
    try {
        std::string plain;
        Poco::URI::decode(std::string{text}, plain);
        return plain;
    } catch (const Poco::Exception&) {
        refuse();
    }
}

int number_of(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number <= 0) refuse();
    return number;
}

/// Text before and after the first mark; all of it before when there is none.
std::pair<std::string_view, std::string_view> cut(std::string_view text, char mark)
{
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at), text.substr(at + 1)};
}

std::vector<MysqlHost> hosts_of(std::string_view list)
{
    std::vector<MysqlHost> hosts;
    while (!list.empty()) {
        const auto [entry, rest] = cut(list, ',');
        const auto [name, port] = cut(entry, ':');
        if (name.empty()) refuse();
        hosts.push_back({decoded(name), port.empty() ? MysqlHost{}.port : number_of(port)});
        list = rest;
    }
    if (hosts.empty()) refuse();
    return hosts;
}

std::string first_line_of(const std::string& file)
{
    std::ifstream stream{file};
    std::string line;
    if (!std::getline(stream, line)) refuse();
    return line;
}

void read_option(MysqlAddress& address, std::string_view name, const std::string& value)
{
    if (name == "ssl_ca") {
        address.ssl_ca = value;
    } else if (name == "allow_plaintext") {
        address.allow_plaintext = value == "1";
    } else if (name == "password_file") {
        address.password = first_line_of(value);
    } else if (name == "connect_seconds") {
        address.connect_seconds = number_of(value);
    } else if (name == "read_seconds") {
        address.read_seconds = number_of(value);
    } else if (name == "patience_seconds") {
        address.patience_seconds = number_of(value);
    } else {
        refuse();
    }
}

}  // namespace

MysqlAddress MysqlAddress::parse(std::string_view url)
{
    if (url.substr(0, kScheme.size()) != kScheme) refuse();
    const auto [place, options] = cut(url.substr(kScheme.size()), '?');
    const auto at = place.rfind('@');
    if (at == std::string_view::npos) refuse();
    const auto [user, password] = cut(place.substr(0, at), ':');
    const auto [hosts, schema] = cut(place.substr(at + 1), '/');
    MysqlAddress address;
    address.hosts = hosts_of(hosts);
    address.user = decoded(user);
    address.password = decoded(password);
    address.schema = decoded(schema);
    if (address.user.empty() || address.schema.empty()) refuse();
    for (auto rest = options; !rest.empty();) {
        const auto [option, next] = cut(rest, '&');
        const auto [name, value] = cut(option, '=');
        read_option(address, name, decoded(value));
        rest = next;
    }
    if (address.password.empty()) {
        const char* set = std::getenv("FURUSATO_DB_PASSWORD");
        if (set != nullptr) address.password = set;
    }
    return address;
}

}  // namespace furusato::persistence
