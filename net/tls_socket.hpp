#pragma once
#include "net/asio.hpp"
#include "net/tls_context.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string_view>

namespace barograph::net {

/// TLS over a connected socket, which OpenSSL reads from and writes to directly. Asio's own ssl::stream keeps
/// four buffers of 17 KiB for each connection; this one a small one, in which the first of a request arrives.
///
/// One operation at a time, from the io_context's thread; each ends when the socket is closed. `socket` and
/// `context` must outlive it. Errors are those of Asio's ssl::stream: an end without close_notify is
/// asio::ssl::error::stream_truncated.
class tls_socket {
public:
    using error_code = boost::system::error_code;
    using socket_type = asio::basic_stream_socket<asio::ip::tcp, executor>;

    enum class role { client = 1, server };

    /// Throws std::bad_alloc when OpenSSL has no memory.
    tls_socket(socket_type& socket, tls_context& context, role as);
    tls_socket(const tls_socket&) = delete;
    tls_socket& operator=(const tls_socket&) = delete;
    ~tls_socket();

    awaitable<error_code> handshake();
    /// Reads at least one byte. After the peer's close_notify: asio::error::eof.
    awaitable<std::expected<std::size_t, error_code>> read_some(std::span<char> into);
    /// Writes all of `data`, which must stay alive and unchanged until then.
    awaitable<error_code> write(std::string_view data);
    /// Says close_notify and waits for the peer's.
    awaitable<error_code> shutdown();

    /// Whether something has come that was not read yet.
    [[nodiscard]] bool has_unread() const;

    [[nodiscard]] SSL* handle() const { return tls_.get(); }

private:
    // What OpenSSL takes for its network.
    struct transport {
        explicit transport(socket_type& over) : socket(over) {}

        socket_type& socket;
        std::array<char, 2048> first{}; ///< of what has come: as much as a usual request
        std::size_t begin = 0;          ///< of what OpenSSL has not taken from it
        std::size_t end = 0;
        error_code failure; ///< for which the socket is of no more use
    };

    struct freer {
        void operator()(SSL* connection) const { SSL_free(connection); }
    };

    struct callbacks;

    awaitable<error_code> receive();
    awaitable<error_code> make_way(int result);

    transport transport_;
    std::unique_ptr<SSL, freer> tls_;
};

} // namespace barograph::net
