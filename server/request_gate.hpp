#pragma once
#include "server/limits.hpp"
#include "server/request_handler.hpp"

#include <cstddef>

namespace barograph::server {

/// Keeps requests that go over a limit from the handler behind it: too many at once (429), or a label
/// selector that is too long (414). Probes always pass, or an overloaded server would be taken for a dead
/// one. Use from the io_context's thread only; `behind` and `bounds` must outlive it.
class request_gate final : public request_handler {
public:
    request_gate(request_handler& behind, const limits& bounds) : behind_(behind), limits_(bounds) {}

    net::awaitable<reply> handle(const request& question) override;
    [[nodiscard]] reply refuse(unsigned status, std::string_view reason) override;

    [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

private:
    request_handler& behind_;
    const limits& limits_;
    std::size_t in_flight_ = 0;
};

} // namespace barograph::server
