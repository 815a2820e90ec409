#pragma once
#include "metrics/answer.hpp"
#include "net/asio.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace barograph::metrics {

/// A query under way, and those who wait for it. Use from the io_context's thread only.
class value_flight {
public:
    using timer = net::asio::basic_waitable_timer<net::steady_clock,
                                                  net::asio::wait_traits<net::steady_clock>, net::executor>;

    explicit value_flight(net::executor ex) : executor_(ex) {}

    /// Completes when it is over, or at the deadline. The flight must live until then. Cancellable.
    net::awaitable<> wait(net::time_point deadline);

    /// The query is sent; until then it waits for its turn.
    void leave(net::time_point when) { left_ = when; }

    /// When the query was sent; empty while it waits for its turn.
    [[nodiscard]] std::optional<net::time_point> left() const { return left_; }

    /// Ends it: whoever waits goes on. `result` is null when the query was given up.
    void land(std::shared_ptr<const answer> result);

    [[nodiscard]] bool is_over() const { return over_; }

    /// Null until it is over, and when the query was given up.
    [[nodiscard]] const std::shared_ptr<const answer>& result() const { return result_; }

private:
    net::executor executor_;
    std::vector<std::shared_ptr<timer>> waiting_;
    std::shared_ptr<const answer> result_;
    std::optional<net::time_point> left_;
    bool over_ = false;
};

} // namespace barograph::metrics
