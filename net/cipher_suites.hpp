#pragma once
#include <expected>
#include <string>
#include <vector>

namespace barograph::net {

/// Some cipher suites in OpenSSL's words.
struct cipher_suites {
    std::string cipher_list; ///< for TLS 1.2; empty when only suites of TLS 1.3 were named
    std::vector<std::string>
        weak; ///< those among the names that lack forward secrecy or authenticated encryption
};

/// From the names that Go and IANA give them (`TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`). Those of TLS 1.3 are
/// known and left out: there every suite is sound, and as in Go they are not a matter of choice. Error: one
/// sentence naming what OpenSSL does not know.
std::expected<cipher_suites, std::string> parse_cipher_suites(const std::vector<std::string>& names);

} // namespace barograph::net
