#pragma once
#include "net/stream.hpp"

#include <memory>

namespace barograph::test {

/// Both ends of a connection over loopback.
struct stream_pair {
    net::stream client;
    net::stream server;
};

stream_pair connected(net::asio::io_context& context);

/// Begins TLS at both ends at once and gives what came of it at each. The client verifies that the server is
/// `name`.
struct handshake {
    net::error_code client;
    net::error_code server;
};

handshake begin_tls(net::asio::io_context& context, stream_pair& ends,
                    std::shared_ptr<net::tls_context> client, std::shared_ptr<net::tls_context> server,
                    std::string name = "localhost");

/// A port on 127.0.0.1 that lets nobody in, so that connecting to it
/// waits for ever.
class deaf_port {
public:
    deaf_port();
    deaf_port(const deaf_port&) = delete;
    deaf_port& operator=(const deaf_port&) = delete;
    ~deaf_port();

    [[nodiscard]] std::uint16_t number() const { return number_; }

private:
    int listening_ = -1;
    int waiting_ = -1;
    std::uint16_t number_ = 0;
};

} // namespace barograph::test
