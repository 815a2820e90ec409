#include "net/tls_socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <new>
#include <sys/socket.h>

namespace barograph::net {

namespace {

constexpr asio::use_awaitable_t<executor> when_done;

bool would_block(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

// A BIO over the socket that neither waits nor raises SIGPIPE, as OpenSSL's own would.
struct tls_socket::callbacks {
    static transport& of(BIO* bio) { return *static_cast<transport*>(BIO_get_data(bio)); }

    static int read(BIO* bio, char* into, int size) {
        BIO_clear_retry_flags(bio);
        auto& from = of(bio);
        if (from.begin < from.end) {
            const auto count = std::min(from.end - from.begin, static_cast<std::size_t>(size));
            std::memcpy(into, from.first.data() + from.begin, count);
            from.begin += count;
            return static_cast<int>(count);
        }
        const auto count =
            ::recv(from.socket.native_handle(), into, static_cast<std::size_t>(size), MSG_DONTWAIT);
        if (count < 0 && would_block(errno)) {
            BIO_set_retry_read(bio);
        } else if (count < 0) {
            from.failure = error_code(errno, boost::system::system_category());
        } else if (count == 0) {
            from.failure = asio::ssl::error::stream_truncated;
        }
        return static_cast<int>(count);
    }

    static int write(BIO* bio, const char* data, int size) {
        BIO_clear_retry_flags(bio);
        auto& to = of(bio);
        const auto count = ::send(to.socket.native_handle(), data, static_cast<std::size_t>(size),
                                  MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0 && would_block(errno)) {
            BIO_set_retry_write(bio);
        } else if (count < 0) {
            to.failure = error_code(errno, boost::system::system_category());
        }
        return static_cast<int>(count);
    }

    static long control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
        return command == BIO_CTRL_FLUSH ? 1 : 0;
    }

    // Made once, and kept for as long as the process lives.
    static const BIO_METHOD* method() {
        static const BIO_METHOD* const made = [] {
            auto* each = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
            if (each == nullptr) {
                throw std::bad_alloc();
            }
            BIO_meth_set_read(each, &read);
            BIO_meth_set_write(each, &write);
            BIO_meth_set_ctrl(each, &control);
            return each;
        }();
        return made;
    }
};

tls_socket::tls_socket(socket_type& socket, tls_context& context, role as)
    : transport_(socket), tls_(SSL_new(context.native_handle())) {
    BIO* const network = tls_ ? BIO_new(callbacks::method()) : nullptr;
    if (network == nullptr) {
        throw std::bad_alloc();
    }
    BIO_set_data(network, &transport_);
    BIO_set_init(network, 1);
    SSL_set_bio(tls_.get(), network, network);
    SSL_set_mode(tls_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_RELEASE_BUFFERS);
    // A whole record is read at once, not its header first.
    SSL_set_read_ahead(tls_.get(), 1);
    as == role::client ? SSL_set_connect_state(tls_.get()) : SSL_set_accept_state(tls_.get());
}

tls_socket::~tls_socket() = default;

awaitable<tls_socket::error_code> tls_socket::handshake() {
    if (SSL_is_server(tls_.get()) == 1) {
        // Who says nothing costs no more than that: OpenSSL takes up 18 KiB once a handshake has begun.
        const auto failed = co_await receive();
        if (failed) {
            co_return failed;
        }
    }
    for (;;) {
        ERR_clear_error();
        const int result = SSL_do_handshake(tls_.get());
        if (result > 0) {
            co_return error_code();
        }
        const auto failed = co_await make_way(result);
        if (failed) {
            co_return failed;
        }
    }
}

awaitable<std::expected<std::size_t, tls_socket::error_code>> tls_socket::read_some(std::span<char> into) {
    if (!has_unread()) {
        // Most of the time there is nothing yet, and to find that out costs a system call.
        const auto failed = co_await receive();
        if (failed) {
            co_return std::unexpected(failed);
        }
    }
    for (;;) {
        ERR_clear_error();
        const int count =
            SSL_read(tls_.get(), into.data(), static_cast<int>(std::min<std::size_t>(into.size(), INT_MAX)));
        if (count > 0) {
            co_return static_cast<std::size_t>(count);
        }
        const auto failed = co_await make_way(count);
        if (failed) {
            co_return std::unexpected(failed);
        }
    }
}

awaitable<tls_socket::error_code> tls_socket::write(std::string_view data) {
    while (!data.empty()) {
        ERR_clear_error();
        const int count =
            SSL_write(tls_.get(), data.data(), static_cast<int>(std::min<std::size_t>(data.size(), INT_MAX)));
        if (count > 0) {
            data.remove_prefix(static_cast<std::size_t>(count));
            continue;
        }
        const auto failed = co_await make_way(count);
        if (failed) {
            co_return failed;
        }
    }
    co_return error_code();
}

awaitable<tls_socket::error_code> tls_socket::shutdown() {
    for (;;) {
        ERR_clear_error();
        int result = SSL_shutdown(tls_.get());
        if (result == 0) {
            // Ours is sent; the second call waits for theirs.
            result = SSL_shutdown(tls_.get());
        }
        if (result > 0) {
            co_return error_code();
        }
        const auto failed = co_await make_way(result);
        if (failed) {
            co_return failed;
        }
    }
}

bool tls_socket::has_unread() const {
    return transport_.begin < transport_.end || SSL_has_pending(tls_.get()) == 1;
}

// Waits until something comes, and keeps the first of it for OpenSSL.
awaitable<tls_socket::error_code> tls_socket::receive() {
    error_code failed;
    transport_.begin = 0;
    transport_.end = co_await transport_.socket.async_read_some(asio::buffer(transport_.first),
                                                                asio::redirect_error(when_done, failed));
    if (failed == asio::error::eof) {
        failed = asio::ssl::error::stream_truncated;
    }
    co_return failed;
}

// What an operation of OpenSSL that gave `result` has to wait for, or why it failed.
awaitable<tls_socket::error_code> tls_socket::make_way(int result) {
    switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
        co_return co_await receive();
    case SSL_ERROR_WANT_WRITE: {
        error_code failed;
        co_await transport_.socket.async_wait(asio::socket_base::wait_write,
                                              asio::redirect_error(when_done, failed));
        co_return failed;
    }
    case SSL_ERROR_ZERO_RETURN:
        co_return error_code(asio::error::eof);
    default:
        break;
    }
    if (transport_.failure) {
        co_return transport_.failure;
    }
    const auto reason = ERR_get_error();
    co_return reason == 0 ? error_code(asio::ssl::error::stream_truncated)
                          : error_code(static_cast<int>(reason), asio::error::get_ssl_category());
}

} // namespace barograph::net
