#pragma once
#include "bench/load/response_reader.hpp"
#include "bench/load/tls_stream.hpp"

#include <chrono>
#include <string>

namespace barograph::bench {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;

/// A client's connection: one request at a time. Decides nothing; whoever owns it calls `advance` when its
/// socket is ready and acts on what that says.
class connection {
public:
    enum class event {
        none = 1,
        ready,    ///< the handshake is complete
        answered, ///< the response is complete: see response()
        lost,     ///< closed by the server between two requests
        failed,   ///< see failure()
    };

    /// Begins to connect.
    void open(SSL_CTX* context, const sockaddr_in& address, SSL_SESSION* resumed);
    void close();
    /// Sends the request that request_buffer() holds; its time counts from `since`.
    event ask(time_point since);
    event advance();

    [[nodiscard]] bool is_open() const { return stream_.is_open(); }

    [[nodiscard]] bool is_idle() const { return is_open() && step_ == step::idle; }

    [[nodiscard]] bool is_asking() const { return step_ == step::asking; }

    [[nodiscard]] time_point since() const { return since_; }

    [[nodiscard]] const response_reader& response() const { return reader_; }

    [[nodiscard]] const tls_stream& stream() const { return stream_; }

    [[nodiscard]] const char* failure() const { return failure_; }

    std::string& request_buffer() { return request_; }

    time_point opened{};    ///< when it began to connect
    time_point reopen_at{}; ///< while closed: not before

private:
    enum class step { handshaking = 1, idle, asking };

    event send();
    event receive();
    event fail(const char* failure);

    tls_stream stream_;
    response_reader reader_;
    std::string request_;
    step step_ = step::idle;
    bool is_sent_ = true;
    time_point since_{};
    const char* failure_ = "";
};

} // namespace barograph::bench
