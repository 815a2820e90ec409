#include "cli/prometheus_connection.hpp"

#include "kube/credentials.hpp"
#include "kube/kubeconfig.hpp"
#include "net/basic_auth.hpp"
#include "net/token_file.hpp"

#include <algorithm>
#include <array>

namespace barograph::cli {

namespace {

// RFC 9110: a field name is a token.
bool in_token(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
}

// A control character could end the header's line.
bool in_value(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

// These tell where a request ends; a second one could contradict the first.
bool frames_the_request(std::string_view name) {
    constexpr std::array framing = {"connection", "content-length", "content-type",      "expect",
                                    "te",         "trailer",        "transfer-encoding", "upgrade"};
    return std::ranges::any_of(framing, [&](std::string_view known) {
        return std::ranges::equal(name, known, [](char given, char lower) {
            return given == lower || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == lower);
        });
    });
}

std::expected<void, std::string> add_headers(net::http_client_options& client,
                                             const prometheus_options& options) {
    for (const auto& header : options.prometheus_headers) {
        const auto end_of_name = std::ranges::find_if_not(header, in_token);
        const std::string name(header.begin(), end_of_name);
        const std::string value(end_of_name == header.end() ? end_of_name : end_of_name + 1, header.end());
        const bool is_pair = !name.empty() && end_of_name != header.end() && *end_of_name == '=';
        if (!is_pair || !std::ranges::all_of(value, in_value)) {
            // What follows the name may be a secret, so it is not repeated.
            return std::unexpected("--prometheus-header: \"" + name + "\" is not followed by =value");
        }
        if (frames_the_request(name)) {
            return std::unexpected("--prometheus-header: " + name + " is set by Barograph itself");
        }
        client.headers.emplace_back(name, value);
    }
    return {};
}

// The credentials that the flags borrow from the cluster, if any.
std::expected<kube::cluster_credentials, std::string> borrowed(const prometheus_options& options) {
    if (options.prometheus_auth_incluster) {
        return kube::in_cluster();
    }
    if (!options.prometheus_auth_config.empty()) {
        return kube::load_kubeconfig(options.prometheus_auth_config);
    }
    return kube::cluster_credentials{};
}

net::tls_client_options tls_options(const prometheus_options& options,
                                    const kube::cluster_credentials& cluster) {
    auto tls = cluster.tls;
    if (!options.prometheus_ca_file.empty()) {
        tls.ca = {.file = options.prometheus_ca_file, .text = {}};
    }
    if (!options.prometheus_client_tls_cert_file.empty() || !options.prometheus_client_tls_key_file.empty()) {
        tls.certificate = {.file = options.prometheus_client_tls_cert_file, .text = {}};
        tls.key = {.file = options.prometheus_client_tls_key_file, .text = {}};
    }
    return tls;
}

// What goes into Authorization: the first that is given of a token file, a token and the URL's user.
std::expected<void, std::string> authorize(net::http_client_options& client,
                                           const prometheus_options& options,
                                           const kube::cluster_credentials& cluster) {
    const auto& file =
        options.prometheus_token_file.empty() ? cluster.token_file : options.prometheus_token_file;
    if (!file.empty()) {
        auto source = std::make_shared<net::token_file>(file);
        if (const auto first = source->current(); !first) {
            return std::unexpected(first.error());
        }
        client.authorization = [source]() -> std::expected<std::string, std::string> {
            auto token = source->current();
            return token ? "Bearer " + *token : std::move(token);
        };
        return {};
    }
    std::string fixed;
    if (!cluster.token.empty()) {
        fixed = "Bearer " + cluster.token;
    } else if (!client.base.user.empty() || !client.base.password.empty()) {
        fixed = net::basic_auth(client.base.user, client.base.password);
    }
    if (!fixed.empty()) {
        client.authorization = [fixed]() -> std::expected<std::string, std::string> { return fixed; };
    }
    return {};
}

} // namespace

std::expected<net::http_client_options, std::string>
prometheus_connection(const prometheus_options& options) {
    const auto base = net::parse_url(options.prometheus_url);
    if (!base) {
        return std::unexpected("--prometheus-url: " + base.error());
    }
    net::http_client_options client{.base = *base, .tls = nullptr};
    if (auto added = add_headers(client, options); !added) {
        return std::unexpected(added.error());
    }
    const auto cluster = borrowed(options);
    if (!cluster) {
        return std::unexpected(cluster.error());
    }
    if (base->tls) {
        auto tls = net::tls_client::create(tls_options(options, *cluster));
        if (!tls) {
            return std::unexpected("TLS settings for Prometheus: " + tls.error());
        }
        client.tls = std::make_shared<net::tls_client>(std::move(*tls));
    }
    if (auto authorized = authorize(client, options, *cluster); !authorized) {
        return std::unexpected(authorized.error());
    }
    return client;
}

prometheus::http_verb prometheus_verb(const prometheus_options& options) {
    return options.prometheus_verb == "POST" ? prometheus::http_verb::post : prometheus::http_verb::get;
}

} // namespace barograph::cli
