#include "metrics/query_slots.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace barograph::metrics {

net::awaitable<std::optional<query_slots::slot>> query_slots::take(std::string rule,
                                                                   net::time_point deadline) {
    if (free_ > 0) {
        --free_;
        co_return slot(*this);
    }
    const auto own = std::make_shared<waiter>(executor_, deadline);

    // However the waiting ends; a turn that came in the moment of a cancellation is passed on.
    struct leaving {
        query_slots& slots;
        waiter& own;
        bool taken = false;

        ~leaving() {
            own.gone = true;
            --slots.waiting_;
            if (own.granted && !taken) {
                slots.give_back();
            }
        }
    };

    ++waiting_;
    leaving at_end{*this, *own};
    const auto known = queues_.find(rule);
    if (known == queues_.end()) {
        turns_.push_back({.rule = rule, .waiters = {own}});
        queues_.emplace(std::move(rule), std::prev(turns_.end()));
    } else {
        known->second->waiters.push_back(own);
    }
    boost::system::error_code woken;
    co_await own->turn.async_wait(
        net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
    if (!own->granted) {
        co_return std::nullopt;
    }
    at_end.taken = true;
    co_return slot(*this);
}

void query_slots::give_back() {
    if (const auto other = next()) {
        other->granted = true;
        other->turn.cancel();
    } else {
        ++free_;
    }
}

// The one whose turn it is, out of its queue; its rule goes to the end.
std::shared_ptr<query_slots::waiter> query_slots::next() {
    while (!turns_.empty()) {
        auto& first = turns_.front();
        const auto candidate = std::move(first.waiters.front());
        first.waiters.pop_front();
        if (first.waiters.empty()) {
            queues_.erase(first.rule);
            turns_.pop_front();
        } else {
            turns_.splice(turns_.end(), turns_, turns_.begin());
        }
        if (!candidate->gone && !candidate->granted) {
            return candidate;
        }
    }
    return nullptr;
}

} // namespace barograph::metrics
