#pragma once
#include "kube/client_certificates.hpp"
#include "kube/front_proxy.hpp"
#include "net/stream.hpp"

namespace barograph::server {

/// What is known of the other end of one connection; lives as long as its session.
struct connection {
    net::asio::ip::tcp::endpoint peer;
    SSL* tls = nullptr;                      ///< for the client's certificate; null without TLS
    kube::front_proxy::verdict front_proxy;  ///< whether that certificate is the front proxy's
    kube::client_certificates::verdict user; ///< whether that certificate is a user's
};

} // namespace barograph::server
