#include "server/session_group.hpp"

#include "telemetry/log.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace barograph::server {

namespace {

using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

constexpr std::chrono::milliseconds drain_poll{20};

} // namespace

session_group::session_group(net::executor ex, request_handler& handler, const limits& bounds,
                             const connection_events& events)
    : executor_(ex), handler_(handler), limits_(bounds), events_(events), tasks_(ex, telemetry::log_crash) {}

void session_group::serve(net::tcp_socket socket, std::shared_ptr<net::tls_context> tls,
                          std::function<void()> over) {
    tasks_.spawn("session", run(std::move(socket), std::move(tls), std::move(over)));
}

net::awaitable<> session_group::run(net::tcp_socket socket, std::shared_ptr<net::tls_context> tls,
                                    std::function<void()> over) {
    const auto self = sessions_.emplace(sessions_.end(), net::stream(std::move(socket)), std::move(tls),
                                        handler_, limits_, events_);

    // What the session took must be given back however it ends.
    const auto give_back = [&](void*) {
        sessions_.erase(self);
        --size_;
        over();
    };
    const std::unique_ptr<void, decltype(give_back)> at_end(this, give_back);
    if (draining_) {
        self->drain();
    }
    co_await self->run();
}

net::awaitable<> session_group::drain(std::chrono::nanoseconds grace) {
    draining_ = true;
    for (auto& session : sessions_) {
        session.drain();
    }
    timer pause(executor_);
    const auto deadline = net::steady_clock::now() + grace;
    while (size_ > 0 && net::steady_clock::now() < deadline) {
        pause.expires_after(drain_poll);
        co_await pause.async_wait(net::asio::use_awaitable_t<net::executor>{});
    }
    tasks_.cancel();
    co_await tasks_.join();
}

} // namespace barograph::server
