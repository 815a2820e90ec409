#include "test/unit/net/stream_pair.hpp"

#include "test/support/run_coroutine.hpp"

#include <boost/asio/co_spawn.hpp>

#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace barograph::test {

namespace asio = net::asio;
using asio::ip::tcp;

stream_pair connected(asio::io_context& context) {
    asio::basic_socket_acceptor<tcp, net::executor> listener(
        context.get_executor(), tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    std::optional<net::stream> accepted;
    listener.async_accept([&](net::error_code error, net::tcp_socket socket) {
        if (!error) {
            accepted.emplace(std::move(socket));
        }
    });
    net::stream client(context.get_executor());
    std::vector<tcp::endpoint> endpoints{listener.local_endpoint()};
    const auto failed = run_coroutine(context, client.connect(std::move(endpoints)));
    run_until(context, [&] { return accepted.has_value(); });
    if (failed) {
        throw std::runtime_error("no connection over loopback: " + failed.message());
    }
    return {.client = std::move(client), .server = std::move(*accepted)};
}

handshake begin_tls(asio::io_context& context, stream_pair& ends, std::shared_ptr<net::tls_context> client,
                    std::shared_ptr<net::tls_context> server, std::string name) {
    std::optional<net::error_code> at_client;
    std::optional<net::error_code> at_server;
    const auto rethrow = [](const std::exception_ptr& failure) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    };
    asio::co_spawn(context,
                   store_result(ends.client.start_tls_client(std::move(client), std::move(name)), at_client),
                   rethrow);
    asio::co_spawn(context, store_result(ends.server.start_tls_server(std::move(server)), at_server),
                   rethrow);
    // A side that refuses the other leaves it waiting.
    run_until(context, [&] { return at_client.has_value() && (*at_client || at_server.has_value()); });
    if (!at_server) {
        ends.client.close();
        run_until(context, [&] { return at_server.has_value(); });
    }
    return {.client = *at_client, .server = *at_server};
}

deaf_port::deaf_port()
    : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      waiting_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    // The queue of those who wait to be accepted has room for one, and this one takes it.
    if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 0) != 0 ||
        ::getsockname(listening_, generic, &size) != 0 || ::connect(waiting_, generic, size) != 0) {
        throw std::runtime_error("no port that lets nobody in");
    }
    number_ = ntohs(address.sin_port);
}

deaf_port::~deaf_port() {
    ::close(waiting_);
    ::close(listening_);
}

} // namespace barograph::test
