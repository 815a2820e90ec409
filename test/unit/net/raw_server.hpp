#pragma once
#include "net/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace barograph::test {

/// What a raw server does with each connection.
struct raw_script {
    std::vector<std::string>
        answers{};       ///< each is sent when something comes in, the last of them again and again
    bool reads = true;   ///< false: whatever comes stays unread
    bool closes = false; ///< after the last answer, which then is sent once
};

/// A remote side below HTTP, on a free port of 127.0.0.1: sends bytes as they stand, also half answers
/// without closing. Runs on the test's io_context; use it from that thread.
class raw_server {
public:
    raw_server(net::executor ex, raw_script script);
    raw_server(const raw_server&) = delete;
    raw_server& operator=(const raw_server&) = delete;
    ~raw_server(); ///< closes every connection

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url() const; ///< http://127.0.0.1:PORT
    /// How many connections were accepted so far.
    [[nodiscard]] std::size_t connections() const;
    /// How many of them the other side has ended.
    [[nodiscard]] std::size_t ended() const;
    /// How many times something came in.
    [[nodiscard]] std::size_t received() const;
    /// Sends more over the newest connection.
    void send(std::string bytes);

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace barograph::test
