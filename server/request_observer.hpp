#pragma once
#include "server/audit_trail.hpp"
#include "server/request_handler.hpp"
#include "telemetry/request_instruments.hpp"

#include <chrono>
#include <functional>

namespace barograph::server {

/// What is told of requests beside their count and duration.
struct observation {
    bool access_log = false;  ///< a line for each
    auditor* audit = nullptr; ///< none: no audit events
    std::function<net::time_point()> monotonic = [] { return net::steady_clock::now(); };
    std::function<std::chrono::system_clock::time_point()> wall = [] {
        return std::chrono::system_clock::now();
    };
};

/// Keeps account of every request: its duration, the access log, audit events, and its Audit-ID carried over
/// into the reply. Stands before all other handlers, so that what they refuse is told of too. Use from the
/// io_context's thread only; what it is given must outlive it.
class request_observer final : public request_handler {
public:
    request_observer(request_handler& behind, telemetry::request_instruments& counts, observation how)
        : behind_(behind), instruments_(counts), how_(std::move(how)) {}

    net::awaitable<reply> handle(const request& question) override;
    [[nodiscard]] reply refuse(unsigned status, std::string_view reason) override;

    /// For connection_events: something came that is no request.
    void saw_unreadable(const connection& from, unsigned status, std::string_view reason) const;

private:
    class record;

    request_handler& behind_;
    telemetry::request_instruments& instruments_;
    observation how_;
};

} // namespace barograph::server
