#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

/// Base URLs of the servers that Barograph asks (RFC 3986), and percent-encoding for what is appended to
/// them.
namespace barograph::net {

/// A parsed `http` or `https` base URL. A plain value.
struct url {
    bool tls = false;
    std::string host;        ///< a name or an address; IPv6 without brackets
    std::uint16_t port = 0;  ///< never 0 once parsed: 80 or 443 when the URL names none
    std::string path_prefix; ///< still percent-encoded, starts with `/` or is empty, never ends with `/`
    std::string user;        ///< decoded; empty when the URL has no userinfo
    std::string password;    ///< decoded; a secret: never log it

    /// The value of a Host header: host and, unless it is the scheme's default, port.
    [[nodiscard]] std::string authority() const;
    /// The URL for logs and messages: scheme, host, port and path, without userinfo.
    [[nodiscard]] std::string redacted() const;
};

/// Parses a base URL. Error: one sentence saying what is wrong, without the URL's userinfo.
std::expected<url, std::string> parse_url(std::string_view text);

/// Percent-encodes everything but RFC 3986's unreserved characters: safe in a path segment, a query key or a
/// query value.
std::string percent_encode(std::string_view text);

} // namespace barograph::net
