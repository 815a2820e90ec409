#include "net/url.hpp"

#include <boost/url/decode_view.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace barograph::net {

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

constexpr const char* no_url = "not a URL; expected http://HOST[:PORT][/PATH] or https://…";

using failure = std::unexpected<std::string>;

boost::urls::string_view view_of(std::string_view text) {
    return {text.data(), text.size()};
}

std::optional<std::string> decoded(std::string_view text) {
    const auto valid = boost::urls::make_pct_string_view(view_of(text));
    if (!valid) {
        return std::nullopt;
    }
    const auto plain = **valid;
    return std::string(plain.begin(), plain.end());
}

std::expected<void, std::string> read_scheme(std::string_view scheme, url& into) {
    std::string lower(scheme);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (!std::ranges::all_of(lower, [](char c) { return (c >= 'a' && c <= 'z') || c == '+' || c == '-'; })) {
        return failure(no_url);
    }
    if (lower != "http" && lower != "https") {
        return failure("its scheme is \"" + lower + "\"; expected http or https");
    }
    into.tls = lower == "https";
    return {};
}

std::expected<void, std::string> read_userinfo(std::string_view text, url& into) {
    const auto colon = std::min(text.find(':'), text.size());
    const auto user = decoded(text.substr(0, colon));
    const auto password = decoded(text.substr(std::min(colon + 1, text.size())));
    if (!user || !password) {
        return failure("its user or password is not percent-encoded as a URL needs it");
    }
    into.user = *user;
    into.password = *password;
    return {};
}

std::expected<void, std::string> read_port(std::string_view text, url& into) {
    into.port = into.tls ? https_port : http_port;
    if (text.empty()) {
        return {};
    }
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), into.port);
    if (error != std::errc{} || stop != text.data() + text.size() || into.port == 0) {
        return failure("its port is not between 1 and 65535");
    }
    return {};
}

// The host goes into the Host header as it stands, so it must not need decoding: it could hold a line break.
std::expected<void, std::string> read_host_and_port(std::string_view text, url& into) {
    const bool is_ipv6 = text.starts_with('[');
    const auto end = is_ipv6 ? text.find(']') : std::min(text.rfind(':'), text.size());
    if (end == std::string_view::npos) {
        return failure(no_url);
    }
    const auto host = is_ipv6 ? text.substr(1, end - 1) : text.substr(0, end);
    auto rest = text.substr(is_ipv6 ? end + 1 : end);
    if (host.empty()) {
        return failure("it names no host; expected http://HOST[:PORT][/PATH]");
    }
    const bool is_name = std::ranges::all_of(
        host, [](char c) { return boost::urls::unreserved_chars(static_cast<unsigned char>(c)); });
    if (is_ipv6 ? !boost::urls::parse_ipv6_address(view_of(host)) : !is_name) {
        return failure("its host is neither a name nor an address");
    }
    if (!rest.empty() && !rest.starts_with(':')) {
        return failure(no_url);
    }
    into.host = host;
    return read_port(rest.substr(std::min<std::size_t>(1, rest.size())), into);
}

} // namespace

std::string url::authority() const {
    const auto default_port = tls ? https_port : http_port;
    return port == default_port ? bracketed(host) : bracketed(host) + ":" + std::to_string(port);
}

std::string url::redacted() const {
    return (tls ? "https://" : "http://") + authority() + path_prefix;
}

// Boost.URL's own parser is not used for the whole: that of 1.81 takes "http://host:90x" for port 90 and path
// "x", and 1.2.3.4.example for an address and a path.
std::expected<url, std::string> parse_url(std::string_view text) {
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) {
        return failure(no_url);
    }
    url result;
    if (auto read = read_scheme(text.substr(0, scheme_end), result); !read) {
        return failure(read.error());
    }
    const auto rest = text.substr(scheme_end + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    const auto path = rest.substr(authority.size());
    if (path.find_first_of("?#") != std::string_view::npos) {
        return failure("it has a query or a fragment; expected a base URL without them");
    }
    if (!path.empty() && !boost::urls::parse_origin_form(view_of(path))) {
        return failure("its path holds characters that a URL must percent-encode");
    }
    result.path_prefix = path.substr(0, path.find_last_not_of('/') + 1);

    const auto at = authority.rfind('@');
    if (at != std::string_view::npos) {
        if (auto read = read_userinfo(authority.substr(0, at), result); !read) {
            return failure(read.error());
        }
    }
    const auto host_begin = at == std::string_view::npos ? 0 : at + 1;
    if (auto read = read_host_and_port(authority.substr(host_begin), result); !read) {
        return failure(read.error());
    }
    return result;
}

std::string percent_encode(std::string_view text) {
    return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

} // namespace barograph::net
