#pragma once
#include "net/asio.hpp"
#include "net/tls_context.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::net {

using error_code = boost::system::error_code;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;

/// A TCP connection, with or without TLS, whose every operation ends by a deadline.
///
/// One operation at a time, from the io_context's thread. An operation that passes the deadline ends with
/// asio::error::timed_out and the connection is closed. Moving a stream while an operation waits is not
/// allowed.
class stream {
public:
    /// A stream not connected yet.
    explicit stream(executor ex);
    /// A stream over an accepted socket.
    explicit stream(tcp_socket socket);
    stream(stream&&) noexcept;
    stream& operator=(stream&&) noexcept;
    ~stream();

    /// Each operation from now on ends by this point of time.
    void expires_at(time_point deadline);
    /// Ends the connection with asio::error::connection_aborted once the peer's system has acknowledged
    /// nothing for so long of what was sent to it (TCP_USER_TIMEOUT): the way there is gone, while one that
    /// only takes its time is waited for. Connected streams only.
    void abort_unacknowledged_after(std::chrono::milliseconds patience);

    /// Tries the endpoints in order until one answers; each may take its share of the time that is left.
    awaitable<error_code> connect(std::vector<asio::ip::tcp::endpoint> endpoints);
    /// Begins TLS as a client and verifies that the server's certificate is for `host` (a name or an
    /// address).
    awaitable<error_code> start_tls_client(std::shared_ptr<tls_context> context, std::string host);
    /// Begins TLS as a server.
    awaitable<error_code> start_tls_server(std::shared_ptr<tls_context> context);

    /// Reads at least one byte. At the end of the stream: asio::error::eof.
    awaitable<std::expected<std::size_t, error_code>> read_some(std::span<char> into);
    /// Writes all of `data`, which must stay alive and unchanged until then.
    awaitable<error_code> write(std::string_view data);
    /// Says goodbye (close_notify) within the deadline and closes.
    awaitable<> shutdown();
    /// Closes at once; an operation that waits ends with operation_aborted.
    void close();

    [[nodiscard]] bool is_open() const;
    /// Whether a kept connection is still usable: open, and the peer has sent nothing, not even its end.
    /// A read may be waiting meanwhile.
    [[nodiscard]] bool is_quiet();
    [[nodiscard]] asio::ip::tcp::endpoint remote_endpoint() const;
    /// OpenSSL's handle, for the peer's certificate; null without TLS. Owned by the stream.
    [[nodiscard]] SSL* tls_handle();
    /// The settings that TLS was begun with; null without TLS. Owned by the stream.
    [[nodiscard]] const tls_context* tls_settings() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace barograph::net
