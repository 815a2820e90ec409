#include "cli/tls_flags.hpp"

#include "cli/flags.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <sstream>

namespace barograph::cli {

namespace {

using namespace std::string_view_literals;

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    std::istringstream text(list);
    for (std::string part; std::getline(text, part, ',');) {
        if (!part.empty()) {
            parts.push_back(part);
        }
    }
    return parts;
}

std::expected<net::tls_version, std::string> parse_version(const std::string& text,
                                                           std::vector<std::string>& warnings) {
    constexpr std::array known = {"VersionTLS10"sv, "VersionTLS11"sv, "VersionTLS12"sv, "VersionTLS13"sv};
    const auto found = std::ranges::find(known, text);
    if (found == known.end()) {
        return std::unexpected("expected VersionTLS12 or VersionTLS13");
    }
    if (text < "VersionTLS12") {
        warnings.push_back("--tls-min-version=" + text +
                           " has no effect: TLS 1.2 is the oldest version that is served");
    }
    return text == "VersionTLS13" ? net::tls_version::v1_3 : net::tls_version::v1_2;
}

std::expected<net::cipher_suites, std::string> parse_suites(const std::string& text,
                                                            std::vector<std::string>& warnings) {
    auto suites = net::parse_cipher_suites(split(text));
    if (suites) {
        for (const auto& weak : suites->weak) {
            warnings.push_back("--tls-cipher-suites: " + weak +
                               " lacks forward secrecy or authenticated encryption");
        }
    }
    return suites;
}

std::expected<net::key_exchange_groups, std::string> parse_groups(const std::string& text,
                                                                  std::vector<std::string>& warnings) {
    auto groups = net::parse_key_exchange_groups(split(text));
    if (groups) {
        for (const auto& missing : groups->missing) {
            warnings.push_back("--tls-curve-preferences: this OpenSSL has no " + missing +
                               ", which is left out");
        }
    }
    return groups;
}

// CERTIFICATE,KEY or CERTIFICATE,KEY:NAME,NAME
std::expected<net::certificate_pair, std::string> parse_named_pair(const std::string& text) {
    const auto colon = std::min(text.rfind(':'), text.size());
    const auto files = split(text.substr(0, colon));
    if (files.size() != 2) {
        return std::unexpected("expected CERTIFICATE,KEY or CERTIFICATE,KEY:NAME,NAME");
    }
    net::certificate_pair pair{.certificate_file = files[0], .key_file = files[1]};
    if (colon < text.size()) {
        pair.names = split(text.substr(colon + 1));
    }
    return pair;
}

} // namespace

void add_tls_flags(CLI::App& app, serve_options& options) {
    const std::string pair_text = "Certificate and key for clients that ask for these names; repeatable";
    app.add_option("--tls-sni-cert-key", pair_text)
        ->type_name("FILE,FILE[:NAMES]")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->each([&](const std::string& given) {
            auto pair = parse_named_pair(given);
            if (!pair) {
                throw CLI::ValidationError("\"" + given + "\": " + pair.error());
            }
            options.tls_sni_cert_key.push_back(std::move(*pair));
        });
    read_by(app.add_option("--tls-min-version", "Oldest TLS version served")
                ->type_name("VERSION")
                ->default_str("VersionTLS12"),
            options.tls_min_version,
            [&](const std::string& given) { return parse_version(given, options.warnings); });
    read_by(app.add_option("--tls-cipher-suites", "Suites for TLS 1.2, by Go's names, with commas between")
                ->type_name("SUITES")
                ->default_str("the sound ones"),
            options.tls_cipher_suites,
            [&](const std::string& given) { return parse_suites(given, options.warnings); });
    read_by(app.add_option("--tls-curve-preferences",
                           "Groups for key exchange, by Go's numbers (29 is X25519), with commas between")
                ->type_name("GROUPS")
                ->default_str("OpenSSL's choice"),
            options.tls_groups,
            [&](const std::string& given) { return parse_groups(given, options.warnings); });
}

} // namespace barograph::cli
