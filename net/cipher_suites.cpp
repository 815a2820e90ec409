#include "net/cipher_suites.hpp"

#include "net/tls_context.hpp"

#include <openssl/ssl.h>

#include <string_view>

namespace barograph::net {

namespace {

// Go's two names from before the suites were standardised.
std::string standard_name(const std::string& name) {
    const bool is_old_name = name.starts_with("TLS_ECDHE_") && name.ends_with("_WITH_CHACHA20_POLY1305");
    return is_old_name ? name + "_SHA256" : name;
}

bool is_of_tls_1_3(std::string_view name) {
    return name.starts_with("TLS_AES_") || name == "TLS_CHACHA20_POLY1305_SHA256";
}

bool is_sound(std::string_view name) {
    return name.starts_with("TLS_ECDHE_") &&
           (name.find("_GCM_") != name.npos || name.find("_CHACHA20_") != name.npos);
}

} // namespace

std::expected<cipher_suites, std::string> parse_cipher_suites(const std::vector<std::string>& names) {
    tls_context any(tls_context::tls_server);
    cipher_suites result;
    for (const auto& given : names) {
        const auto name = standard_name(given);
        if (is_of_tls_1_3(name)) {
            continue;
        }
        const std::string known = OPENSSL_cipher_name(name.c_str());
        // OpenSSL may know a suite's name and have the suite itself compiled out.
        if (known == "(NONE)" || SSL_CTX_set_cipher_list(any.native_handle(), known.c_str()) != 1) {
            return std::unexpected("\"" + given +
                                   "\" is no cipher suite of this OpenSSL; expected names such "
                                   "as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        }
        if (!is_sound(name)) {
            result.weak.push_back(given);
        }
        result.cipher_list += (result.cipher_list.empty() ? "" : ":") + known;
    }
    return result;
}

} // namespace barograph::net
