#include "net/basic_auth.hpp"

#include <openssl/evp.h>

namespace barograph::net {

std::string basic_auth(std::string_view user, std::string_view password) {
    const auto plain = std::string(user) + ":" + std::string(password);
    // Four characters for each three bytes begun, and the terminator that OpenSSL adds.
    std::string encoded((plain.size() + 2) / 3 * 4 + 1, '\0');
    const auto length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                        reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
    encoded.resize(static_cast<std::size_t>(length));
    return "Basic " + encoded;
}

} // namespace barograph::net
