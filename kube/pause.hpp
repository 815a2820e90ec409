#pragma once
#include "net/asio.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace barograph::kube {

using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

/// Waits. False: it was cancelled before.
inline net::awaitable<bool> pause_until(net::time_point until) {
    timer alarm(co_await net::asio::this_coro::executor, until);
    boost::system::error_code cancelled;
    co_await alarm.async_wait(
        net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, cancelled));
    co_return !cancelled;
}

} // namespace barograph::kube
