#include "kube/token_hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <stdexcept>

namespace barograph::kube {

token_hash::token_hash() {
    if (RAND_priv_bytes(key_.data(), static_cast<int>(key_.size())) != 1) {
        throw std::runtime_error("OpenSSL has no random numbers");
    }
}

std::string token_hash::operator()(std::string_view token) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size{};
    if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
             reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data(),
             &size) == nullptr) {
        throw std::runtime_error("OpenSSL has no SHA-256");
    }
    return {reinterpret_cast<const char*>(digest.data()), size};
}

} // namespace barograph::kube
