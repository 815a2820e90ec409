#include "kube/certificate_fingerprint.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>

namespace barograph::kube {

std::string certificate_fingerprint(const X509* certificate) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr unsigned low_bits = 4;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size{};
    std::string text;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
        return text;
    }
    for (unsigned i = 0; i < size; ++i) {
        text += digits[digest.at(i) >> low_bits];
        text += digits[digest.at(i) & 0x0FU];
    }
    return text;
}

} // namespace barograph::kube
