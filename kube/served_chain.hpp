#pragma once
#include "net/asio.hpp"

#include <cstdint>
#include <expected>
#include <string>

namespace barograph::kube {

/// The certificates that a TLS server shows when it is asked for by `name`, as PEM, the leaf first. Nothing
/// is verified: they are for a look, and no request is sent. Error: why there was no connection or no TLS on
/// it. Cancellable.
net::awaitable<std::expected<std::string, std::string>> fetch_served_chain(net::executor ex, std::string host,
                                                                           std::uint16_t port,
                                                                           std::string name,
                                                                           net::time_point deadline);

} // namespace barograph::kube
