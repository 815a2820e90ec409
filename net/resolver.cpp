#include "net/resolver.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>

namespace barograph::net {

namespace {

using asio::ip::tcp;

// getaddrinfo can't be interrupted, so the look-up and the one who waits for it share this and may part
// company.
struct lookup {
    explicit lookup(executor ex, time_point deadline) : resolver(ex), done(ex, deadline) {}

    asio::ip::basic_resolver<tcp, executor> resolver;
    asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, executor> done;
    bool finished = false;
    boost::system::error_code error;
    std::vector<tcp::endpoint> endpoints;
};

} // namespace

awaitable<std::expected<std::vector<tcp::endpoint>, boost::system::error_code>>
resolve(executor ex, std::string host, std::uint16_t port, time_point deadline) {
    boost::system::error_code not_an_address;
    const auto address = asio::ip::make_address(host, not_an_address);
    if (!not_an_address) {
        co_return std::vector{tcp::endpoint(address, port)};
    }
    // RFC 6761: localhost is always loopback. A minimal root may have no hosts file that says so.
    if (host == "localhost") {
        co_return std::vector{tcp::endpoint(asio::ip::address_v4::loopback(), port),
                              tcp::endpoint(asio::ip::address_v6::loopback(), port)};
    }

    const auto state = std::make_shared<lookup>(ex, deadline);
    state->resolver.async_resolve(
        host, std::to_string(port),
        [state](boost::system::error_code error, const tcp::resolver::results_type& found) {
            state->finished = true;
            state->error = error;
            for (const auto& entry : found) {
                state->endpoints.push_back(entry.endpoint());
            }
            state->done.cancel();
        });

    boost::system::error_code ignored;
    co_await state->done.async_wait(asio::redirect_error(asio::use_awaitable_t<executor>{}, ignored));
    const asio::cancellation_state wish = co_await asio::this_coro::cancellation_state;
    if (wish.cancelled() != asio::cancellation_type::none) {
        state->resolver.cancel();
        co_return std::unexpected(boost::system::error_code(asio::error::operation_aborted));
    }
    if (!state->finished) {
        state->resolver.cancel();
        co_return std::unexpected(boost::system::error_code(asio::error::timed_out));
    }
    if (state->error) {
        co_return std::unexpected(state->error);
    }
    co_return std::move(state->endpoints);
}

} // namespace barograph::net
