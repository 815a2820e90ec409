#pragma once
#include "net/stream.hpp"
#include "server/connection_events.hpp"
#include "server/limits.hpp"
#include "server/request_handler.hpp"
#include "server/request_parser.hpp"

#include <boost/beast/core/flat_buffer.hpp>

#include <memory>
#include <optional>
#include <string>

namespace barograph::server {

/// One connection from its first byte to its last: TLS, then request after request (HTTP/1.1, kept alive,
/// pipelined). Lives on one thread; `handler`, `bounds` and `events` must outlive it.
class session {
public:
    session(net::stream connection, std::shared_ptr<net::tls_context> tls, request_handler& handler,
            const limits& bounds, const connection_events& events = unobserved);

    /// Serves until the client leaves, a limit is passed or drain() is called. Never throws for what a client
    /// does.
    net::awaitable<> run();

    /// Ends the connection as soon as nothing is in flight: now if idle, else after the reply being made. A
    /// request is in flight once its first byte is in this machine, read or not.
    void drain();

private:
    enum class reading { going_on, complete, recalled, closed, refused };
    enum class waiting { for_nothing, for_handshake, for_request };

    net::awaitable<reading> read_request();
    net::awaitable<reading> take_header();
    net::awaitable<reading> fill_buffer();
    net::awaitable<> linger();
    reading judge(const boost::system::error_code& error);
    [[nodiscard]] bool header_is_sound() const;
    [[nodiscard]] bool has_too_many_fields() const;
    reading refuse(unsigned status, std::string_view reason);
    reading recall();
    net::awaitable<bool> send_known();
    net::awaitable<bool> answer_request();
    net::awaitable<bool> send(reply answer, framing how);

    net::stream stream_;
    std::shared_ptr<net::tls_context> tls_;
    connection from_;
    request_handler& handler_;
    const limits& limits_;
    const connection_events& events_;
    boost::beast::flat_buffer buffer_;
    std::optional<request_parser> parser_;
    std::optional<reply> refusal_;
    std::optional<request_handler::known_answer> known_; ///< to the request that the buffer begins with
    std::string wire_;
    std::size_t answered_ = 0;
    waiting waits_ = waiting::for_nothing;
    bool draining_ = false;
};

} // namespace barograph::server
