#pragma once
#include <expected>
#include <string>
#include <vector>

namespace barograph::net {

/// Some groups for TLS' key exchange in OpenSSL's words.
struct key_exchange_groups {
    std::string list;                 ///< for SSL_CTX_set1_groups_list; empty: OpenSSL's own choice
    std::vector<std::string> missing; ///< those asked for that this OpenSSL does not have
};

/// From the numbers that TLS gives them (RFC 8446, 4.2.7) or the names of Go's constants: `29` or `X25519`.
/// What Go has and this OpenSSL has not is left out, unless nothing were left. Error: one sentence naming
/// what is no group.
std::expected<key_exchange_groups, std::string>
parse_key_exchange_groups(const std::vector<std::string>& wanted);

} // namespace barograph::net
