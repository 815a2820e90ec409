#pragma once
#include "net/openssl_handles.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <chrono>
#include <ctime>

/// What certificates need beside OpenSSL's owned objects. Private to kube/.
namespace barograph::kube {

using net::openssl::bio_ptr;
using net::openssl::certificate_ptr;
using net::openssl::no_password;
using net::openssl::store_context_ptr;
using net::openssl::store_ptr;

/// What fails leaves its story in the thread's error queue, where the next TLS operation would find it.
struct error_queue_guard {
    error_queue_guard() = default;
    error_queue_guard(const error_queue_guard&) = delete;
    error_queue_guard& operator=(const error_queue_guard&) = delete;

    ~error_queue_guard() { ERR_clear_error(); }
};

/// A certificate's point of time; one that can't be read has long passed.
inline std::chrono::system_clock::time_point moment_of(const ASN1_TIME* time) {
    using time_point = std::chrono::system_clock::time_point;
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return time_point::min();
    }
    // The clock counts nanoseconds, from 1677 to 2262; "never expires" is written as the year 9999.
    using std::chrono::seconds;
    constexpr auto first = std::chrono::ceil<seconds>(time_point::min().time_since_epoch());
    constexpr auto last = std::chrono::floor<seconds>(time_point::max().time_since_epoch());
    return time_point(std::clamp(seconds(timegm(&parts)), first, last));
}

} // namespace barograph::kube
