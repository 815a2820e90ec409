#pragma once
#include <openssl/types.h>

#include <string>

namespace barograph::kube {

/// SHA-256 of the whole certificate (DER), in lower-case hexadecimal digits; empty when OpenSSL can't.
std::string certificate_fingerprint(const X509* certificate);

} // namespace barograph::kube
