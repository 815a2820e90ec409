#include "net/stream.hpp"

#include "net/tls_socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>

namespace barograph::net {

namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, executor>;

constexpr asio::use_awaitable_t<executor> use_awaitable;

// Makes the handshake fail unless the server's certificate is for `host`, by the rules of Go's clients: only
// alternative names count, never the common name.
bool expect_server(SSL* tls, std::string host) {
    auto* expected = SSL_get0_param(tls);
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
                                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    error_code not_an_address;
    const auto address = asio::ip::make_address(host, not_an_address);
    if (!not_an_address) {
        return X509_VERIFY_PARAM_set1_ip_asc(expected, address.to_string().c_str()) == 1;
    }
    // A final dot only keeps resolvers from trying search domains; certificates are for the name without it.
    if (host.ends_with('.')) {
        host.pop_back();
    }
    // RFC 6066: server_name carries names only, never addresses.
    return SSL_set_tlsext_host_name(tls, host.c_str()) == 1 &&
           X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1;
}

} // namespace

// Shared with the deadline's handler, which may still be queued when the stream is gone.
struct stream::state : std::enable_shared_from_this<state> {
    explicit state(tcp_socket s) : socket(std::move(s)), watchdog(socket.get_executor()) {}

    void expires_at(time_point when) {
        deadline = when;
        // The timer is moved only to wake earlier; one that wakes too early looks at the deadline and sleeps
        // on. So a deadline that is pushed back with every operation costs a comparison.
        if (!watching || when < watchdog.expiry()) {
            watch();
        }
    }

    void watch() {
        watching = true;
        watchdog.expires_at(deadline);
        watchdog.async_wait([self = weak_from_this()](error_code aborted) {
            if (const auto strong = self.lock(); strong && !aborted) {
                strong->on_wake();
            }
        });
    }

    void on_wake() {
        if (steady_clock::now() < deadline) {
            watch();
            return;
        }
        watching = false;
        timed_out = true;
        close();
    }

    void close() {
        error_code ignored;
        socket.close(ignored);
    }

    // An operation that the watchdog cut short failed because of the time, whatever its own error says. The
    // system's own time-outs are about the connection, not about the deadline.
    [[nodiscard]] error_code verdict(error_code error) const {
        if (timed_out) {
            return asio::error::timed_out;
        }
        return error == asio::error::timed_out ? error_code(asio::error::connection_aborted) : error;
    }

    tcp_socket socket;
    std::optional<tls_socket> tls;
    std::shared_ptr<tls_context> context;
    timer watchdog;
    time_point deadline = time_point::max();
    bool watching = false;
    bool timed_out = false;
};

stream::stream(executor ex) : state_(std::make_shared<state>(tcp_socket(ex))) {}

stream::stream(tcp_socket socket) : state_(std::make_shared<state>(std::move(socket))) {
    error_code ignored;
    state_->socket.set_option(tcp::no_delay(true), ignored);
}

stream::stream(stream&&) noexcept = default;
stream& stream::operator=(stream&&) noexcept = default;

stream::~stream() {
    if (state_) {
        state_->watchdog.cancel();
        state_->close();
    }
}

void stream::expires_at(time_point deadline) {
    state_->expires_at(deadline);
}

void stream::abort_unacknowledged_after(std::chrono::milliseconds patience) {
    const auto longest = std::chrono::milliseconds(std::numeric_limits<int>::max());
    const int time = static_cast<int>(std::clamp(patience, 1ms, longest).count());
    (void)setsockopt(state_->socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &time, sizeof time);
}

awaitable<error_code> stream::connect(std::vector<tcp::endpoint> endpoints) {
    const auto s = state_;
    const auto deadline = s->deadline;
    error_code error = asio::error::host_not_found;
    auto left = static_cast<std::ptrdiff_t>(endpoints.size());
    for (const auto& endpoint : endpoints) {
        // One that is silent leaves the others their share of the time.
        const auto now = steady_clock::now();
        s->timed_out = false;
        s->expires_at(now + (deadline - now) / left--);
        co_await s->socket.async_connect(endpoint, asio::redirect_error(use_awaitable, error));
        error = s->verdict(error);
        if (!error || error == asio::error::operation_aborted) {
            break;
        }
        s->close();
    }
    s->expires_at(deadline);
    if (!error) {
        s->socket.set_option(tcp::no_delay(true), error);
    }
    co_return error;
}

awaitable<error_code> stream::start_tls_client(std::shared_ptr<tls_context> context, std::string host) {
    const auto s = state_;
    s->context = std::move(context);
    s->tls.emplace(s->socket, *s->context, tls_socket::role::client);
    if (!expect_server(s->tls->handle(), std::move(host))) {
        co_return error_code(asio::error::invalid_argument);
    }
    const auto error = co_await s->tls->handshake();
    co_return s->verdict(error);
}

awaitable<error_code> stream::start_tls_server(std::shared_ptr<tls_context> context) {
    const auto s = state_;
    s->context = std::move(context);
    s->tls.emplace(s->socket, *s->context, tls_socket::role::server);
    const auto error = co_await s->tls->handshake();
    co_return s->verdict(error);
}

awaitable<std::expected<std::size_t, error_code>> stream::read_some(std::span<char> into) {
    const auto s = state_;
    if (s->tls) {
        auto count = co_await s->tls->read_some(into);
        if (!count) {
            count = std::unexpected(s->verdict(count.error()));
        }
        co_return count;
    }
    const auto buffer = asio::buffer(into.data(), into.size());
    error_code error;
    const auto count = co_await s->socket.async_read_some(buffer, asio::redirect_error(use_awaitable, error));
    if (error) {
        co_return std::unexpected(s->verdict(error));
    }
    co_return count;
}

awaitable<error_code> stream::write(std::string_view data) {
    const auto s = state_;
    error_code error;
    if (s->tls) {
        error = co_await s->tls->write(data);
    } else {
        const auto buffer = asio::buffer(data.data(), data.size());
        co_await asio::async_write(s->socket, buffer, asio::redirect_error(use_awaitable, error));
    }
    co_return s->verdict(error);
}

awaitable<> stream::shutdown() {
    const auto s = state_;
    if (s->tls && s->socket.is_open()) {
        co_await s->tls->shutdown();
    }
    s->close();
}

void stream::close() {
    state_->close();
}

bool stream::is_open() const {
    return state_->socket.is_open();
}

bool stream::is_quiet() {
    if (!state_->socket.is_open() || state_->timed_out) {
        return false;
    }
    // Between answers nothing is expected, so anything readable is the peer's goodbye or a breach of the
    // protocol. What came together with the end of an answer waits within TLS, where the socket does not show
    // it.
    if (state_->tls && state_->tls->has_unread()) {
        return false;
    }
    char byte = 0;
    error_code error;
    state_->socket.non_blocking(true, error);
    state_->socket.receive(asio::buffer(&byte, 1), tcp_socket::message_peek, error);
    return error == asio::error::would_block;
}

tcp::endpoint stream::remote_endpoint() const {
    error_code ignored;
    return state_->socket.remote_endpoint(ignored);
}

const tls_context* stream::tls_settings() const {
    return state_->context.get();
}

SSL* stream::tls_handle() {
    return state_->tls ? state_->tls->handle() : nullptr;
}

} // namespace barograph::net
