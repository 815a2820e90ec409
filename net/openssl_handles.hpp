#pragma once
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>

/// OpenSSL's objects, owned.
namespace barograph::net::openssl {

template <auto Free>
struct freer {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

using key_ptr = std::unique_ptr<EVP_PKEY, freer<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freer<X509_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freer<X509_EXTENSION_free>>;
using store_ptr = std::unique_ptr<X509_STORE, freer<X509_STORE_free>>;
using store_context_ptr = std::unique_ptr<X509_STORE_CTX, freer<X509_STORE_CTX_free>>;
using bio_ptr = std::unique_ptr<BIO, freer<BIO_free_all>>;

/// For PEM_read_bio_…: OpenSSL's own default would ask for a password at the terminal.
inline int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

} // namespace barograph::net::openssl
