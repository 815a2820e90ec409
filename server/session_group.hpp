#pragma once
#include "net/stream.hpp"
#include "net/task_group.hpp"
#include "server/connection_events.hpp"
#include "server/limits.hpp"
#include "server/request_handler.hpp"
#include "server/session.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>

namespace barograph::server {

/// The sessions of one thread. Use from that thread only, but for executor() and size(); must outlive its
/// sessions, so co_await drain() before destroying it.
class session_group {
public:
    session_group(net::executor ex, request_handler& handler, const limits& bounds,
                  const connection_events& events);

    [[nodiscard]] const net::executor& executor() const { return executor_; }

    /// Sessions that were given to it and are not over. Thread-safe.
    [[nodiscard]] std::size_t size() const { return size_; }

    /// Counts a session that is about to be given to it. Thread-safe.
    void expect() { ++size_; }

    /// Serves one that was expected. `over` is called at its end, on this thread.
    void serve(net::tcp_socket socket, std::shared_ptr<net::tls_context> tls, std::function<void()> over);

    /// Idle connections end now, others after the reply in flight; what is left after `grace` is cut. Nothing
    /// may be given to it any more.
    net::awaitable<> drain(std::chrono::nanoseconds grace);

private:
    net::awaitable<> run(net::tcp_socket socket, std::shared_ptr<net::tls_context> tls,
                         std::function<void()> over);

    net::executor executor_;
    request_handler& handler_;
    const limits& limits_;
    const connection_events& events_;
    net::task_group tasks_;
    std::list<session> sessions_;
    std::atomic<std::size_t> size_ = 0;
    bool draining_ = false;
};

} // namespace barograph::server
