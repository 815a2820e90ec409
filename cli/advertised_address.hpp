#pragma once
#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace barograph::cli {

/// Where clients find a server that listens on `endpoint`: `host:port`, IPv6 in brackets. For a wildcard
/// address the host's first own address that is up and is neither loopback nor link-local, IPv4 before IPv6;
/// empty when there is none.
std::string advertised_address(const boost::asio::ip::tcp::endpoint& endpoint);

} // namespace barograph::cli
