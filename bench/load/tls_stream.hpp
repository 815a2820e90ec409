#pragma once
#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sockaddr_in;

namespace barograph::bench {

struct tls_context_deleter {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

using tls_context = std::unique_ptr<SSL_CTX, tls_context_deleter>;

struct tls_session_deleter {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};

using tls_session = std::unique_ptr<SSL_SESSION, tls_session_deleter>;

/// How a step on a non-blocking stream ended.
enum class io_result {
    done = 1,
    again,  ///< when the socket can go on
    closed, ///< by the other side, in good order
    failed,
};

/// TLS over a non-blocking TCP socket of this machine's loopback, client or server. Buffers stay allocated
/// and as much as there is is read at once: few system calls matter more here than memory.
class tls_stream {
public:
    /// Begins to connect. Throws std::system_error when there is no socket to be had.
    static tls_stream connect(SSL_CTX* context, const sockaddr_in& address, SSL_SESSION* resumed);
    /// Takes over an accepted, non-blocking socket.
    static tls_stream accept(SSL_CTX* context, int socket);

    tls_stream() = default;
    tls_stream(tls_stream&& other) noexcept;
    tls_stream& operator=(tls_stream&& other) noexcept;
    ~tls_stream();

    [[nodiscard]] int socket() const { return socket_; }

    [[nodiscard]] bool is_open() const { return socket_ >= 0; }

    [[nodiscard]] bool is_resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

    /// The session as it is now; with TLS 1.3 complete only after something was read.
    [[nodiscard]] tls_session session() const { return tls_session(SSL_get1_session(ssl_.get())); }

    /// "TLSv1.3 TLS_AES_256_GCM_SHA384"
    [[nodiscard]] std::string description() const;

    io_result handshake();
    /// Sends all of it or nothing; after `again` with the same bytes once more.
    io_result write(std::string_view bytes);
    io_result read(std::span<char> buffer, std::size_t& count);
    void close();

private:
    struct ssl_deleter {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };

    tls_stream(SSL_CTX* context, int socket);
    io_result outcome(int returned);

    std::unique_ptr<SSL, ssl_deleter> ssl_;
    int socket_ = -1;
};

struct client_identity {
    std::string ca_file;          ///< whom to trust; empty: anybody
    std::string certificate_file; ///< shown to the server; empty: none
    std::string key_file;
};

/// Throws std::runtime_error naming the file that cannot be used.
tls_context create_client_context(const client_identity& identity);
tls_context create_server_context(const std::string& certificate_file, const std::string& key_file);

} // namespace barograph::bench
