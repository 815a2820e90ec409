#include "cli/lifecycle.hpp"

#include "telemetry/log.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace barograph::cli {

namespace {

using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

constexpr net::asio::use_awaitable_t<net::executor> use_awaitable;
constexpr int first_signal_status = 128; // a shell's status of a process that a signal ended

std::string name_of(int signal) {
    return signal == SIGTERM ? "SIGTERM" : "SIGINT";
}

net::awaitable<> end_at_signal(net::executor ex, std::unique_ptr<net::asio::signal_set> signals,
                               server::listener& listener, net::task_group& background, bool& draining,
                               shutdown_options options) {
    const int first = co_await signals->async_wait(use_awaitable);
    telemetry::log_info(name_of(first) + ": finishing requests in flight; a second signal ends at once");
    signals->async_wait([](const boost::system::error_code& cancelled, int second) {
        if (!cancelled) {
            telemetry::log_warning("second signal, " + name_of(second) + ": ending at once");
            std::_Exit(first_signal_status + second);
        }
    });

    draining = true;
    timer pause(ex);
    pause.expires_after(options.delay);
    co_await pause.async_wait(use_awaitable);
    listener.stop_accepting();
    co_await listener.drain(options.grace);
    background.cancel();
    co_await background.join();
    telemetry::log_info("ended");
}

} // namespace

net::awaitable<> run_until_signal(net::executor ex, server::listener& listener, net::task_group& background,
                                  bool& draining, shutdown_options options) {
    auto signals = std::make_unique<net::asio::signal_set>(ex.context(), SIGTERM, SIGINT);
    return end_at_signal(ex, std::move(signals), listener, background, draining, options);
}

} // namespace barograph::cli
