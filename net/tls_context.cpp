#include "net/tls_context.hpp"

#include <openssl/x509.h>

#include <ctime>

namespace barograph::net {

void refuse_passphrases(tls_context& context) {
    constexpr int no_passphrase = -1;
    SSL_CTX_set_default_passwd_cb(context.native_handle(),
                                  [](char*, int, int, void*) { return no_passphrase; });
}

std::optional<std::chrono::sys_seconds> expiry_of(tls_context& context) {
    const auto* certificate = SSL_CTX_get0_certificate(context.native_handle());
    std::tm utc{};
    if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &utc) != 1) {
        return std::nullopt;
    }
    return std::chrono::sys_seconds{std::chrono::seconds{::timegm(&utc)}};
}

} // namespace barograph::net
