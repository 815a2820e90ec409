#pragma once
#include "net/asio.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace barograph::net {

/// Looks a host up through the system's resolver (getaddrinfo: hosts file, search domains, address
/// selection). A look-up that is not done by `deadline` is left behind, not waited for: error timed_out.
/// Cancellable at any time.
awaitable<std::expected<std::vector<asio::ip::tcp::endpoint>, boost::system::error_code>>
resolve(executor ex, std::string host, std::uint16_t port, time_point deadline);

} // namespace barograph::net
