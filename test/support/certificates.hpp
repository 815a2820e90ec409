#pragma once
#include <openssl/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

struct stack_st_X509;

/// Certificates made for a test, at the moment it needs them.
namespace barograph::test {

class certificate;

/// What a certificate shall say. The defaults are a client's, valid for an hour before and after now.
struct certificate_request {
    std::string common_name;
    std::vector<std::string> organizations{};
    const certificate* issuer = nullptr; ///< null: self-signed
    bool is_ca = false;
    std::string extended_key_usage =
        "clientAuth";                ///< OpenSSL's names, comma-separated; empty, or of a CA: none
    std::string alternative_names{}; ///< as OpenSSL writes them, for instance "DNS:localhost,IP:127.0.0.1"
    std::chrono::seconds not_before = -std::chrono::hours(1); ///< from now
    std::chrono::seconds not_after = std::chrono::hours(1);   ///< from now
    bool key_identifiers = true; ///< the extensions that tell CAs of one name apart
    int rsa_bits = 0;            ///< 0: an ECDSA P-256 key
    std::string digest = "SHA256";
};

/// A certificate with its private key. A copy is a shared handle.
class certificate {
public:
    explicit certificate(const certificate_request& request);

    [[nodiscard]] X509* handle() const { return certificate_.get(); }

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] std::string key_pem() const;

private:
    std::shared_ptr<X509> certificate_;
    std::shared_ptr<EVP_PKEY> key_;
};

/// A chain as a TLS peer sends it; shares the certificates.
class certificate_chain {
public:
    explicit certificate_chain(const std::vector<certificate>& certificates);

    [[nodiscard]] stack_st_X509* handle() const { return chain_.get(); }

private:
    std::shared_ptr<stack_st_X509> chain_;
};

} // namespace barograph::test
