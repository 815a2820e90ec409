#pragma once
#include <array>
#include <string>
#include <string_view>

namespace barograph::kube {

/// A fingerprint of a token, of no use to whoever reads it in memory: HMAC-SHA-256 under a key made for this
/// object. Throws when OpenSSL has no random numbers or no SHA-256. Thread-safe.
class token_hash {
public:
    token_hash();

    [[nodiscard]] std::string operator()(std::string_view token) const;

private:
    static constexpr std::size_t key_bytes = 32;
    std::array<unsigned char, key_bytes> key_{};
};

} // namespace barograph::kube
