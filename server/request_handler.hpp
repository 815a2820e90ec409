#pragma once
#include "net/asio.hpp"
#include "server/reply.hpp"
#include "server/request.hpp"

#include <optional>

namespace barograph::server {

/// What a session does not know: the answer to a request. One handler serves all sessions of a thread at
/// once.
class request_handler {
public:
    virtual ~request_handler() = default;

    /// The answer, if there is one that needs no waiting. Asked first; nothing: handle() is to be asked.
    [[nodiscard]] virtual std::optional<reply> answer_now(const request&) { return std::nullopt; }

    /// Must not throw for anything a client can send. `question` lives until the reply is written.
    virtual net::awaitable<reply> handle(const request& question) = 0;
    /// The answer to what could not be read as a request: 400, 413, 414, 417 or 431.
    [[nodiscard]] virtual reply refuse(unsigned status, std::string_view reason) = 0;
};

} // namespace barograph::server
