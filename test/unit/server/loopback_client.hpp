#pragma once
#include "net/asio.hpp"
#include "net/stream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::test {

/// One answer as it came over the wire.
struct wire_answer {
    std::string head; ///< status line and header section, without the empty line
    std::string body;

    [[nodiscard]] unsigned status() const;
    /// Whether this line, such as `Connection: close`, stands in the header section.
    [[nodiscard]] bool has(std::string_view line) const;
};

/// A client that sends exactly the bytes it is told to, well-formed or not, and takes what comes back. It
/// reads all the time the io_context runs; all of it on one thread. Anything awaited fails the test when it
/// does not happen within the usual limit.
class loopback_client {
public:
    explicit loopback_client(net::asio::io_context& context);
    /// Connects at once; the server need not have accepted yet.
    loopback_client(net::asio::io_context& context, const net::asio::ip::tcp::endpoint& server);
    loopback_client(const loopback_client&) = delete;
    loopback_client& operator=(const loopback_client&) = delete;
    ~loopback_client();

    /// The socket, for connecting it some other way; then start_reading().
    net::tcp_socket& socket();
    void start_reading();

    /// Sends in the background, after what was sent before.
    void send(std::string bytes);
    /// Says that nothing more will be sent; answers still come.
    void half_close();
    /// Leaves without a word.
    void close();
    /// Leaves with a reset, as a client that crashed.
    void reset();

    /// Awaits one whole answer, by its Content-Length, and takes it; `head_only` for the answer to HEAD.
    wire_answer answer(bool head_only = false);
    /// Awaits the server's end of the connection.
    void ended();
    /// Awaits that what was received, beyond the answers taken, holds this.
    void received(std::string_view bytes);

    [[nodiscard]] bool has_ended() const;
    /// What was received beyond the answers taken.
    [[nodiscard]] const std::string& pending() const;

private:
    struct state;

    net::asio::io_context& context_;
    std::shared_ptr<state> state_;
};

} // namespace barograph::test
