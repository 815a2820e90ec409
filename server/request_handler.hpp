#pragma once
#include "net/asio.hpp"
#include "server/reply.hpp"
#include "server/request.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace barograph::server {

/// What a session does not know: the answer to a request. One handler serves all sessions of a thread at
/// once.
class request_handler {
public:
    virtual ~request_handler() = default;

    /// The answer to a request that is known well enough to need neither parsing nor waiting.
    struct known_answer {
        reply answer;
        std::size_t size = 0; ///< of the request, in bytes
    };

    /// Asked before anything that came is parsed. Nothing: `bytes` are to be read as usual, and then handle()
    /// is to be asked. They may be a part of a request, one, or more than one.
    [[nodiscard]] virtual std::optional<known_answer> recall(std::string_view /*bytes*/, connection&) {
        return std::nullopt;
    }

    /// Must not throw for anything a client can send. `question` lives until the reply is written.
    virtual net::awaitable<reply> handle(const request& question) = 0;
    /// The answer to what could not be read as a request: 400, 413, 414, 417 or 431.
    [[nodiscard]] virtual reply refuse(unsigned status, std::string_view reason) = 0;
};

} // namespace barograph::server
