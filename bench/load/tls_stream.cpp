#include "bench/load/tls_stream.hpp"

#include <openssl/err.h>

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace barograph::bench {

namespace {

void set_no_delay(int socket) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

tls_context create_context(const SSL_METHOD* method) {
    tls_context context(SSL_CTX_new(method));
    if (!context) {
        throw std::runtime_error("OpenSSL has no memory for a context");
    }
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

void use_pair(SSL_CTX* context, const std::string& certificate_file, const std::string& key_file) {
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
        throw std::runtime_error(certificate_file + ": no usable certificate");
    }
    if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        throw std::runtime_error(key_file + ": no usable key for " + certificate_file);
    }
}

} // namespace

tls_context create_client_context(const client_identity& identity) {
    auto context = create_context(TLS_client_method());
    if (!identity.ca_file.empty()) {
        if (SSL_CTX_load_verify_locations(context.get(), identity.ca_file.c_str(), nullptr) != 1) {
            throw std::runtime_error(identity.ca_file + ": no usable certificates");
        }
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    }
    if (!identity.certificate_file.empty()) {
        use_pair(context.get(), identity.certificate_file, identity.key_file);
    }
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    return context;
}

tls_context create_server_context(const std::string& certificate_file, const std::string& key_file) {
    auto context = create_context(TLS_server_method());
    use_pair(context.get(), certificate_file, key_file);
    SSL_CTX_set_num_tickets(context.get(), 0);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    return context;
}

tls_stream tls_stream::connect(SSL_CTX* context, const sockaddr_in& address, SSL_SESSION* resumed) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        throw std::system_error(errno, std::generic_category(), "socket");
    }
    tls_stream stream(context, socket);
    // In progress or refused: the handshake tells.
    std::ignore = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    SSL_set_connect_state(stream.ssl_.get());
    SSL_set_tlsext_host_name(stream.ssl_.get(), "localhost");
    if (resumed != nullptr) {
        SSL_set_session(stream.ssl_.get(), resumed);
    }
    return stream;
}

tls_stream tls_stream::accept(SSL_CTX* context, int socket) {
    tls_stream stream(context, socket);
    SSL_set_accept_state(stream.ssl_.get());
    return stream;
}

tls_stream::tls_stream(SSL_CTX* context, int socket) : ssl_(SSL_new(context)), socket_(socket) {
    set_no_delay(socket);
    SSL_set_fd(ssl_.get(), socket);
}

tls_stream::tls_stream(tls_stream&& other) noexcept
    : ssl_(std::move(other.ssl_)), socket_(std::exchange(other.socket_, -1)) {}

tls_stream& tls_stream::operator=(tls_stream&& other) noexcept {
    if (this != &other) {
        close();
        ssl_ = std::move(other.ssl_);
        socket_ = std::exchange(other.socket_, -1);
    }
    return *this;
}

tls_stream::~tls_stream() {
    close();
}

std::string tls_stream::description() const {
    return std::string(SSL_get_version(ssl_.get())) + " " + SSL_get_cipher_name(ssl_.get());
}

io_result tls_stream::handshake() {
    return outcome(SSL_do_handshake(ssl_.get()));
}

io_result tls_stream::write(std::string_view bytes) {
    return outcome(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())));
}

io_result tls_stream::read(std::span<char> buffer, std::size_t& count) {
    const int returned = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    count = returned > 0 ? static_cast<std::size_t>(returned) : 0;
    return outcome(returned);
}

io_result tls_stream::outcome(int returned) {
    if (returned > 0) {
        return io_result::done;
    }
    switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        // A connection that is not there yet can neither.
        return io_result::again;
    case SSL_ERROR_ZERO_RETURN:
        return io_result::closed;
    default:
        // What one connection left in the thread's queue must not be taken for the next one's failure.
        ERR_clear_error();
        return io_result::failed;
    }
}

void tls_stream::close() {
    if (socket_ < 0) {
        return;
    }
    if (SSL_is_init_finished(ssl_.get()) == 1) {
        SSL_shutdown(ssl_.get());
    }
    ERR_clear_error();
    ssl_.reset();
    ::close(std::exchange(socket_, -1));
}

} // namespace barograph::bench
