#pragma once
#include "prometheus/api.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace barograph::test {

/// A Prometheus without sockets: it answers as told and remembers what it was asked.
class scripted_prometheus final : public prometheus::api {
public:
    using names = std::expected<std::vector<std::string>, prometheus::error>;
    using values = std::expected<prometheus::query_result, prometheus::error>;

    struct listing {
        std::string selector;
        std::chrono::sys_seconds start;
        net::time_point deadline;
    };

    struct question {
        std::string promql;
        net::time_point deadline;
    };

    net::awaitable<values> query(std::string promql, net::time_point deadline) override {
        queries.push_back({std::move(promql), deadline});
        co_return answer;
    }

    net::awaitable<std::expected<void, prometheus::error>> parse(std::string promql,
                                                                 net::time_point) override {
        const auto refused = refusals.find(promql);
        parsed.push_back(std::move(promql));
        co_return refused == refusals.end()
            ? std::expected<void, prometheus::error>()
            : std::expected<void, prometheus::error>(std::unexpected(refused->second));
    }

    net::awaitable<names> series_names(std::string selector, std::chrono::sys_seconds start,
                                       net::time_point deadline) override {
        if (on_listing) {
            on_listing(selector);
        }
        const auto found = series.find(selector);
        auto result = found == series.end() ? names() : found->second;
        listings.push_back({std::move(selector), start, deadline});
        co_return result;
    }

    [[nodiscard]] std::string where() const override { return "Prometheus http://scripted"; }

    std::map<std::string, names> series; ///< by selector; for any other there is none
    values answer;                       ///< to every query
    std::function<void(const std::string& selector)> on_listing;
    std::vector<listing> listings;
    std::vector<question> queries;
    std::map<std::string, prometheus::error> refusals; ///< to parsing, by query
    std::vector<std::string> parsed;
};

inline std::unexpected<prometheus::error> failure(prometheus::errc code, std::string message) {
    return std::unexpected(prometheus::error{code, std::move(message)});
}

} // namespace barograph::test
