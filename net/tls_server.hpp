#pragma once
#include "net/stream.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::net {

/// A certificate chain and its private key, both PEM files.
struct certificate_pair {
    std::string certificate_file;
    std::string key_file;
    /// For whom it is shown: names, or `*.` and the rest of one; empty: those in the certificate.
    std::vector<std::string> names{};
};

enum class tls_version { v1_2 = 1, v1_3 };

/// Forward secrecy and authenticated encryption only, which is also what Go's servers offer by default.
inline constexpr std::string_view default_cipher_list = "ECDHE+AESGCM:ECDHE+CHACHA20";

struct tls_server_options {
    certificate_pair main;                   ///< shown unless the client asks for a name of another
    std::vector<certificate_pair> by_name{}; ///< shown to clients that ask for their names (SNI)
    tls_version min_version = tls_version::v1_2;
    std::string cipher_list{default_cipher_list}; ///< OpenSSL's, for TLS 1.2
    std::string groups{}; ///< for key exchange, in OpenSSL's words; empty: its own choice
};

/// The serving side's TLS settings.
struct tls_server {
    std::shared_ptr<tls_context> context;
    std::chrono::sys_seconds expires;                        ///< of the main certificate
    std::optional<std::chrono::sys_seconds> expires_by_name; ///< the first of those shown by name; if any
    /// Whether the certificate that is shown to clients who ask for `host` is for it.
    std::function<bool(const std::string& host)> covers;
};

/// Makes them: 1.2 or newer, no session resumption (a resumed session would carry a client certificate that
/// was verified at another time). Client certificates are asked for but not demanded, and deliberately not
/// judged here: who they prove is decided per request, against the CAs in force then. Error: one sentence
/// naming what is unusable, a key that does not fit its certificate among it.
std::expected<tls_server, std::string> create_tls_server(const tls_server_options& options);

} // namespace barograph::net
