#pragma once
#include "server/session.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/server/loopback_client.hpp"
#include "test/unit/server/scripted_handler.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <string>
#include <utility>

namespace barograph::test {

/// A session at work on one end of a real connection, and a client on the other.
class served_connection {
public:
    explicit served_connection(const server::limits& bounds = {}) : limits(bounds) {
        namespace asio = net::asio;
        using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, net::executor>;
        acceptor listener(context.get_executor(), {asio::ip::address_v4::loopback(), 0});
        client.socket().connect(listener.local_endpoint());
        client.start_reading();
        net::tcp_socket accepted(context.get_executor());
        listener.accept(accepted);
        session.emplace(net::stream(std::move(accepted)), nullptr, handler, limits, events);
        asio::co_spawn(context, session->run(), [this](const std::exception_ptr& error) {
            over = true;
            crash = error;
        });
    }

    /// Awaits the session's end, which must not be a crash.
    void session_ends() {
        run_until(context, [&] { return over; });
        CHECK_FALSE(crash);
    }

    net::asio::io_context context;
    server::limits limits;
    server::connection_events events;
    scripted_handler handler{context.get_executor()};
    loopback_client client{context};
    std::optional<server::session> session;
    bool over = false;
    std::exception_ptr crash;
};

/// A request that is as short as it can be.
inline std::string get(const std::string& target, const std::string& more_header = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + more_header + "\r\n";
}

} // namespace barograph::test
