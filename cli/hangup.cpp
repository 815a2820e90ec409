#include "cli/hangup.hpp"

#include "telemetry/log.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <memory>
#include <utility>

namespace barograph::cli {

namespace {

net::awaitable<> follow(std::unique_ptr<net::asio::signal_set> signals, std::function<void()> reload) {
    while (true) {
        co_await signals->async_wait(net::asio::use_awaitable_t<net::executor>{});
        telemetry::log_info("SIGHUP: reading the files again");
        reload();
    }
}

} // namespace

net::awaitable<> on_hangup(net::executor ex, std::function<void()> reload) {
    auto signals = std::make_unique<net::asio::signal_set>(ex.context(), SIGHUP);
    return follow(std::move(signals), std::move(reload));
}

} // namespace barograph::cli
