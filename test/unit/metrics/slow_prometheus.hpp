#pragma once
#include "prometheus/api.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// A Prometheus without sockets whose queries are under way until the test lets it answer.
class slow_prometheus final : public prometheus::api {
public:
    using values_answer = std::expected<prometheus::query_result, prometheus::error>;

    explicit slow_prometheus(net::executor ex) : executor_(ex) {}

    net::awaitable<values_answer> query(std::string promql, net::time_point) override {
        queries.push_back(promql);
        if (on_query) {
            on_query(promql);
        }
        co_await until_answered();
        if (const auto own = failures.find(promql); own != failures.end() || failure) {
            co_return std::unexpected(own != failures.end() ? own->second : *failure);
        }
        const auto own_value = values.find(promql);
        prometheus::query_result result;
        result.sent = sent;
        if (const auto own = samples.find(promql); own != samples.end()) {
            result.samples = own->second;
            co_return result;
        }
        result.samples = {
            {.timestamp = 1'700'000'000, .value = own_value == values.end() ? value : own_value->second}};
        co_return result;
    }

    net::awaitable<std::expected<void, prometheus::error>> parse(std::string, net::time_point) override {
        if (parses_slowly) {
            co_await until_answered();
        }
        co_return std::expected<void, prometheus::error>();
    }

    net::awaitable<std::expected<std::vector<std::string>, prometheus::error>>
    series_names(std::string selector, std::chrono::sys_seconds, net::time_point) override {
        co_return std::vector<std::string>{std::move(selector)};
    }

    [[nodiscard]] std::string where() const override { return "Prometheus http://slow"; }

    /// Lets what is under way be answered.
    void answer_all() {
        for (auto& each : waiting_) {
            each.cancel();
        }
    }

    std::string value = "1";                                        ///< of every query
    std::map<std::string, std::string> values;                      ///< of some, by PromQL
    std::map<std::string, std::vector<prometheus::sample>> samples; ///< the same, with labels
    std::optional<net::time_point> sent;                            ///< every query, earlier than asked for
    std::optional<prometheus::error> failure;                       ///< of every query
    std::map<std::string, prometheus::error> failures;              ///< of some, by PromQL
    bool parses_slowly = false;                                     ///< or at once
    std::function<void(const std::string&)> on_query;
    std::vector<std::string> queries;

private:
    using timer = net::asio::basic_waitable_timer<net::steady_clock,
                                                  net::asio::wait_traits<net::steady_clock>, net::executor>;

    net::awaitable<> until_answered() {
        const auto own_wait = waiting_.emplace(waiting_.end(), executor_, net::time_point::max());
        boost::system::error_code woken;
        co_await own_wait->async_wait(
            net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, woken));
        waiting_.erase(own_wait);
    }

    net::executor executor_;
    std::list<timer> waiting_;
};

} // namespace barograph::test
