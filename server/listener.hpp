#pragma once
#include "net/stream.hpp"
#include "server/connection_events.hpp"
#include "server/limits.hpp"
#include "server/peer_counts.hpp"
#include "server/request_handler.hpp"
#include "server/session_group.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// Gives the TLS settings for a new connection.
using tls_source = std::function<std::shared_ptr<net::tls_context>()>;

/// Accepts connections and hands each to the session executor, that is thread, with the fewest. Ends in two
/// phases: stop_accepting(), then drain().
/// Use from the thread of `ex` only; must outlive its sessions, so co_await drain() before destroying it.
class listener {
public:
    /// Binds and listens. `shares_port`: other processes that say so, too, may listen on the same port, and
    /// the system spreads connections over them (SO_REUSEPORT). Error: one sentence naming address, port and
    /// the system's reason.
    static std::expected<std::unique_ptr<listener>, std::string>
    open(net::executor ex, const std::string& address, std::uint16_t port, tls_source tls,
         request_handler& handler, const limits& bounds, connection_events events = {},
         std::vector<net::executor> session_executors = {}, bool shares_port = false);

    /// Without session executors `ex` is the one.
    listener(net::executor ex, tls_source tls, request_handler& handler, const limits& bounds,
             connection_events events = {}, std::vector<net::executor> session_executors = {});

    /// Accepts until stop_accepting(). Out of descriptors it waits and goes on.
    net::awaitable<> run();
    /// New connections are refused from now on; those that are open go on.
    void stop_accepting();
    /// Idle connections end now, others after the reply in flight; what is left after `grace` is cut.
    net::awaitable<> drain(std::chrono::nanoseconds grace);

    /// Connections that are open now. Thread-safe.
    [[nodiscard]] std::size_t connections() const;

    /// What was bound; the port is the real one also when 0 was asked for.
    [[nodiscard]] net::asio::ip::tcp::endpoint local_endpoint() const;

private:
    using acceptor = net::asio::basic_socket_acceptor<net::asio::ip::tcp, net::executor>;

    /// Why this connection can't be served: the limit's name; empty if it can.
    [[nodiscard]] std::string_view over_limit(const net::asio::ip::address& peer) const;
    [[nodiscard]] session_group& least_busy();
    void hand_over(session_group& to, net::tcp_socket socket, const net::asio::ip::address& peer);

    net::executor executor_;
    acceptor acceptor_;
    tls_source tls_;
    const limits& limits_;
    connection_events events_;
    peer_counts peers_;
    std::vector<std::unique_ptr<session_group>> groups_; ///< one for each thread; never empty
    bool stopping_ = false;
};

} // namespace barograph::server
