#pragma once
#include "metrics/clock.hpp"
#include "prometheus/api.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <functional>
#include <list>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// A Prometheus without sockets that takes its time, which the test moves on. The value of each series `q` is
/// when it was asked for it, in milliseconds since the beginning.
class late_prometheus final : public prometheus::api {
public:
    using duration = net::steady_clock::duration;
    using values_answer = std::expected<prometheus::query_result, prometheus::error>;

    explicit late_prometheus(net::executor ex) : executor_(ex) {}

    net::awaitable<values_answer> query(std::string promql, net::time_point) override {
        ++queries;
        twice_at_once = twice_at_once || under_way_.contains(promql);
        const auto counted = under_way_.insert(promql);
        prometheus::query_result result{.type = prometheus::result_type::vector};
        const auto names = promql.substr(promql.find('"') + 1, promql.rfind('"') - promql.find('"') - 1);
        const bool merged = promql.contains(" by ");
        const auto value = std::to_string(since_beginning().count());
        together = 0;
        for (const auto& part : std::views::split(names, '|')) {
            ++together;
            prometheus::sample each{.timestamp = 1, .value = value};
            if (merged) {
                each.labels = {{"q", std::string(part.begin(), part.end())}};
            }
            result.samples.push_back(std::move(each));
        }
        const auto own =
            waiting_.emplace(waiting_.end(), now() + latency(), timer(executor_, net::time_point::max()));
        most_at_once = std::max(most_at_once, waiting_.size());
        boost::system::error_code woken;
        co_await own->second.async_wait(
            net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
        waiting_.erase(own);
        under_way_.erase(counted);
        co_return result;
    }

    net::awaitable<std::expected<void, prometheus::error>> parse(std::string, net::time_point) override {
        co_return std::expected<void, prometheus::error>();
    }

    net::awaitable<std::expected<std::vector<std::string>, prometheus::error>>
    series_names(std::string selector, std::chrono::sys_seconds, net::time_point) override {
        co_return std::vector<std::string>{std::move(selector)};
    }

    [[nodiscard]] std::string where() const override { return "Prometheus http://late"; }

    [[nodiscard]] std::chrono::milliseconds since_beginning() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(now() - began_);
    }

    /// Lets the queries be answered that have taken their time by now.
    void answer_due() {
        for (auto& [due, wait] : waiting_) {
            if (due <= now()) {
                wait.cancel();
            }
        }
    }

    void answer_all() {
        for (auto& [due, wait] : waiting_) {
            wait.cancel();
        }
    }

    std::function<net::time_point()> now;
    std::function<duration()> latency;
    std::size_t queries = 0;
    std::size_t most_at_once = 0;
    std::size_t together = 0;   ///< how many series the last query was for
    bool twice_at_once = false; ///< whether a query was asked while the same was under way

private:
    using timer = net::asio::basic_waitable_timer<net::steady_clock,
                                                  net::asio::wait_traits<net::steady_clock>, net::executor>;

    net::executor executor_;
    net::time_point began_ = net::steady_clock::now();
    std::list<std::pair<net::time_point, timer>> waiting_;
    std::multiset<std::string> under_way_;
};

} // namespace barograph::test
