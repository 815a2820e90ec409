#pragma once
#include "kube/openssl_handles.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::kube {

/// What a certificate says of itself, for people.
struct certificate_summary {
    std::string subject; ///< RFC 2253: `CN=front-proxy-ca,O=x`
    std::string issuer;
    std::chrono::system_clock::time_point valid_from;
    std::chrono::system_clock::time_point valid_until;
    std::vector<std::string> dns_names; ///< alternative names of that kind, in order
};

/// The certificates of a PEM text, in order; at least one. Error: a few words saying what is wrong with the
/// text. Anything unreadable in it refuses all of it.
std::expected<std::vector<certificate_ptr>, std::string> read_certificates(std::string_view pem);

/// When the first of the certificates in a PEM text expires; nothing if it cannot be read.
std::optional<std::chrono::system_clock::time_point> first_expiry(std::string_view pem);

certificate_summary summary_of(X509* certificate);

} // namespace barograph::kube
