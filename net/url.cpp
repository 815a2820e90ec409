#include "net/url.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>

namespace barograph::net {

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

} // namespace

std::string url::authority() const {
    const auto default_port = tls ? https_port : http_port;
    return port == default_port ? bracketed(host) : bracketed(host) + ":" + std::to_string(port);
}

std::string url::redacted() const {
    return (tls ? "https://" : "http://") + authority() + path_prefix;
}

std::expected<url, std::string> parse_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) {
        return std::unexpected("not a URL; expected http://HOST[:PORT][/PATH] or https://…");
    }
    url result;
    if (parsed->scheme_id() == boost::urls::scheme::https) {
        result.tls = true;
    } else if (parsed->scheme_id() != boost::urls::scheme::http) {
        return std::unexpected("its scheme is \"" + std::string(parsed->scheme()) +
                               "\"; expected http or https");
    }
    // host_address() leaves the brackets of an IPv6 address away.
    result.host = parsed->host_address();
    if (result.host.empty()) {
        return std::unexpected("it names no host; expected http://HOST[:PORT][/PATH]");
    }
    if (parsed->has_query() || parsed->has_fragment()) {
        return std::unexpected("it has a query or a fragment; expected a base URL without them");
    }
    if (parsed->has_port() && !parsed->port().empty()) {
        result.port = parsed->port_number();
        if (result.port == 0) {
            return std::unexpected("its port is not between 1 and 65535");
        }
    } else {
        result.port = result.tls ? https_port : http_port;
    }
    result.path_prefix = std::string(parsed->encoded_path());
    while (result.path_prefix.ends_with('/')) {
        result.path_prefix.pop_back();
    }
    result.user = parsed->user();
    result.password = parsed->password();
    return result;
}

std::string percent_encode(std::string_view text) {
    return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

} // namespace barograph::net
