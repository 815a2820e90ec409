#include "cli/prometheus_connection.hpp"

#include "kube/credentials.hpp"
#include "kube/kubeconfig.hpp"
#include "net/basic_auth.hpp"
#include "net/token_file.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <array>

namespace barograph::cli {

namespace {

constexpr const char* about_tls = "TLS settings for Prometheus: ";

using http_headers = std::vector<std::pair<std::string, std::string>>;

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

std::expected<http_headers, std::string> read_headers(const prometheus_options& options) {
    http_headers headers;
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
        headers.emplace_back(name, value);
    }
    return headers;
}

net::log_sink to_log_after(const std::string& before) {
    return {.info = [before](const std::string& text) { telemetry::log_info(before + text); },
            .warning = [before](const std::string& text) { telemetry::log_warning(before + text); }};
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

// The file that holds the token to show, if there is one.
std::expected<std::shared_ptr<net::token_file>, std::string>
open_token(const prometheus_options& options, const kube::cluster_credentials& cluster) {
    const auto& file =
        options.prometheus_token_file.empty() ? cluster.token_file : options.prometheus_token_file;
    if (file.empty()) {
        return nullptr;
    }
    auto source = std::make_shared<net::token_file>(file, to_log_after(""));
    if (const auto first = source->current(); !first) {
        return std::unexpected(first.error());
    }
    return source;
}

// What goes into Authorization: the first that is given of a token file, a token and the URL's user.
void authorize(net::http_client_options& client, const std::shared_ptr<net::token_file>& file,
               const std::string& token) {
    if (file) {
        client.authorization = [file]() -> std::expected<std::string, std::string> {
            auto current = file->current();
            return current ? "Bearer " + *current : std::move(current);
        };
        return;
    }
    std::string fixed;
    if (!token.empty()) {
        fixed = "Bearer " + token;
    } else if (!client.base.user.empty() || !client.base.password.empty()) {
        fixed = net::basic_auth(client.base.user, client.base.password);
    }
    if (!fixed.empty()) {
        client.authorization = [fixed]() -> std::expected<std::string, std::string> { return fixed; };
    }
}

// Twice the same would be two names of one backend.
std::expected<std::vector<net::url>, std::string> read_urls(const prometheus_options& options) {
    std::vector<net::url> urls;
    for (const auto& given : options.prometheus_urls) {
        auto read = net::parse_url(given);
        if (!read) {
            return std::unexpected("--prometheus-url: " + read.error());
        }
        const auto is_same = [&](const net::url& before) { return before.redacted() == read->redacted(); };
        if (std::ranges::any_of(urls, is_same)) {
            return std::unexpected("--prometheus-url: " + read->redacted() +
                                   " is given twice; expected another backend each time");
        }
        urls.push_back(std::move(*read));
    }
    return urls;
}

} // namespace

std::expected<std::vector<net::http_client_options>, std::string>
prometheus_connections(const prometheus_options& options) {
    auto urls = read_urls(options);
    if (!urls) {
        return std::unexpected(urls.error());
    }
    const auto headers = read_headers(options);
    if (!headers) {
        return std::unexpected(headers.error());
    }
    const auto cluster = borrowed(options);
    if (!cluster) {
        return std::unexpected(cluster.error());
    }
    const auto token = open_token(options, *cluster);
    if (!token) {
        return std::unexpected(token.error());
    }
    std::shared_ptr<net::tls_client> tls;
    if (std::ranges::any_of(*urls, &net::url::tls)) {
        auto made = net::tls_client::create(tls_options(options, *cluster), to_log_after(about_tls));
        if (!made) {
            return std::unexpected(about_tls + made.error());
        }
        tls = std::make_shared<net::tls_client>(std::move(*made));
    }
    std::vector<net::http_client_options> connections;
    for (auto& url : *urls) {
        auto& client = connections.emplace_back(net::http_client_options{
            .base = std::move(url), .tls = nullptr, .headers = *headers, .accepts_gzip = true});
        if (client.base.tls) {
            client.tls = tls;
        }
        authorize(client, *token, cluster->token);
    }
    return connections;
}

prometheus::http_verb prometheus_verb(const prometheus_options& options) {
    return options.prometheus_verb == "POST" ? prometheus::http_verb::post : prometheus::http_verb::get;
}

} // namespace barograph::cli
