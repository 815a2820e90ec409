#pragma once
#include "net/stream.hpp"
#include "net/task_group.hpp"
#include "server/connection_events.hpp"
#include "server/limits.hpp"
#include "server/request_handler.hpp"
#include "server/session.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace barograph::server {

/// Gives the TLS settings for a new connection.
using tls_source = std::function<std::shared_ptr<net::tls_context>()>;

/// Accepts connections and keeps their sessions. Ends in two phases: stop_accepting(), then drain().
/// Use from the io_context's thread only; must outlive its sessions, so co_await drain() before destroying
/// it.
class listener {
public:
    /// Binds and listens. Error: one sentence naming address, port and the system's reason.
    static std::expected<std::unique_ptr<listener>, std::string>
    open(net::executor ex, const std::string& address, std::uint16_t port, tls_source tls,
         request_handler& handler, const limits& bounds, connection_events events = {});

    listener(net::executor ex, tls_source tls, request_handler& handler, const limits& bounds,
             connection_events events = {});

    /// Accepts until stop_accepting(). Out of descriptors it waits and goes on.
    net::awaitable<> run();
    /// New connections are refused from now on; those that are open go on.
    void stop_accepting();
    /// Idle connections end now, others after the reply in flight; what is left after `grace` is cut.
    net::awaitable<> drain(std::chrono::nanoseconds grace);

    /// What was bound; the port is the real one also when 0 was asked for.
    [[nodiscard]] net::asio::ip::tcp::endpoint local_endpoint() const;

private:
    using acceptor = net::asio::basic_socket_acceptor<net::asio::ip::tcp, net::executor>;

    /// Why this connection can't be served: the limit's name; empty if it can.
    [[nodiscard]] std::string_view over_limit(const net::asio::ip::address& peer) const;
    net::awaitable<> serve(net::tcp_socket socket, net::asio::ip::address peer);

    net::executor executor_;
    acceptor acceptor_;
    tls_source tls_;
    request_handler& handler_;
    const limits& limits_;
    connection_events events_;
    std::map<net::asio::ip::address, std::size_t> peers_; ///< how many sessions each has
    net::task_group tasks_;
    std::list<session> sessions_;
    bool stopping_ = false;
};

} // namespace barograph::server
