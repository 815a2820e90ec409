#pragma once
#include "net/asio.hpp"
#include "server/recollection.hpp"
#include "server/request_handler.hpp"
#include "telemetry/instruments.hpp"

namespace barograph::server {

struct hot_path_options {
    bool access_log = false; ///< a line for each request that is answered here
    bool recalls = true;     ///< false: every request takes the long way, for instance to be audited
};

/// Stands in front of all handlers, in the sessions' threads: what can be answered from memory is answered at
/// once, everything else by the handlers behind, which live on another executor. Thread-safe; everything
/// given must outlive it.
class hot_path final : public request_handler {
public:
    /// `behind` is only used on `executor`, but for refuse().
    hot_path(request_handler& behind, net::executor executor, recollection& memory,
             telemetry::instruments& counts, hot_path_options how)
        : behind_(behind), executor_(executor), memory_(memory), instruments_(counts), how_(how) {}

    [[nodiscard]] std::optional<known_answer> recall(std::string_view bytes, connection& from) override;
    net::awaitable<reply> handle(const request& question) override;
    [[nodiscard]] reply refuse(unsigned status, std::string_view reason) override;

private:
    request_handler& behind_;
    net::executor executor_;
    recollection& memory_;
    telemetry::instruments& instruments_;
    hot_path_options how_;
};

} // namespace barograph::server
