#pragma once
#include "kube/client_certificates.hpp"
#include "kube/front_proxy.hpp"
#include "net/stream.hpp"
#include "server/remembered_caller.hpp"

#include <string>
#include <vector>

namespace barograph::server {

/// What is known of the other end of one connection; lives as long as its session.
struct connection {
    net::asio::ip::tcp::endpoint peer;
    SSL* tls = nullptr;                      ///< for the client's certificate; null without TLS
    kube::front_proxy::verdict front_proxy;  ///< whether that certificate is the front proxy's
    kube::client_certificates::verdict user; ///< whether that certificate is a user's
    std::string head; ///< of the request being answered, as it came; empty: it came in parts
    std::vector<remembered_caller> callers; ///< who asked for values over it
};

} // namespace barograph::server
