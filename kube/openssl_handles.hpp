#pragma once
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>

/// OpenSSL's objects, owned. Private to kube/.
namespace barograph::kube {

template <auto Free>
struct openssl_freer {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

using certificate_ptr = std::unique_ptr<X509, openssl_freer<X509_free>>;
using store_ptr = std::unique_ptr<X509_STORE, openssl_freer<X509_STORE_free>>;
using context_ptr = std::unique_ptr<X509_STORE_CTX, openssl_freer<X509_STORE_CTX_free>>;
using bio_ptr = std::unique_ptr<BIO, openssl_freer<BIO_free_all>>;

/// What fails leaves its story in the thread's error queue, where the next TLS operation would find it.
struct error_queue_guard {
    error_queue_guard() = default;
    error_queue_guard(const error_queue_guard&) = delete;
    error_queue_guard& operator=(const error_queue_guard&) = delete;

    ~error_queue_guard() { ERR_clear_error(); }
};

/// For PEM_read_bio_…: OpenSSL's own default would ask for a password at the terminal.
inline int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

/// A certificate's point of time; one that can't be read has long passed.
inline std::chrono::system_clock::time_point moment_of(const ASN1_TIME* time) {
    using time_point = std::chrono::system_clock::time_point;
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return time_point::min();
    }
    // The clock counts nanoseconds, which end in 2262; "never expires" is written as the year 9999.
    constexpr auto last =
        std::chrono::duration_cast<std::chrono::seconds>(time_point::max().time_since_epoch());
    return time_point(std::min(std::chrono::seconds(timegm(&parts)), last));
}

} // namespace barograph::kube
