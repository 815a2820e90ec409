#include "metrics/value_flight.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace barograph::metrics {

net::awaitable<> value_flight::wait(net::time_point deadline) {
    if (over_) {
        co_return;
    }
    const auto own = std::make_shared<timer>(executor_, deadline);
    waiting_.push_back(own);
    boost::system::error_code woken;
    co_await own->async_wait(net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
}

void value_flight::land(std::shared_ptr<const answer> result) {
    over_ = true;
    result_ = std::move(result);
    for (const auto& each : std::exchange(waiting_, {})) {
        each->cancel();
    }
}

} // namespace barograph::metrics
