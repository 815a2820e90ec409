#include "cli/counted_prometheus.hpp"

#include <utility>

namespace barograph::cli {

namespace {

class counted_api final : public prometheus::api {
public:
    counted_api(std::unique_ptr<prometheus::api> counted, telemetry::instruments& counts)
        : api_(std::move(counted)), counts_(counts) {}

    net::awaitable<std::expected<prometheus::query_result, prometheus::error>>
    query(std::string promql, net::time_point deadline) override {
        const auto begun = net::steady_clock::now();
        auto result = co_await api_->query(std::move(promql), deadline);
        count("query", result.has_value(), begun);
        co_return result;
    }

    net::awaitable<std::expected<void, prometheus::error>> parse(std::string promql,
                                                                 net::time_point deadline) override {
        const auto begun = net::steady_clock::now();
        auto result = co_await api_->parse(std::move(promql), deadline);
        count("parse", result.has_value(), begun);
        co_return result;
    }

    net::awaitable<std::expected<std::vector<std::string>, prometheus::error>>
    series_names(std::string selector, std::chrono::sys_seconds start, net::time_point deadline) override {
        const auto begun = net::steady_clock::now();
        auto result = co_await api_->series_names(std::move(selector), start, deadline);
        count("series_names", result.has_value(), begun);
        co_return result;
    }

    [[nodiscard]] std::string where() const override { return api_->where(); }

private:
    void count(std::string_view request, bool answered, net::time_point begun) {
        counts_.count_prometheus_request(request, answered, net::steady_clock::now() - begun);
    }

    std::unique_ptr<prometheus::api> api_;
    telemetry::instruments& counts_;
};

} // namespace

std::unique_ptr<prometheus::api> counted(std::unique_ptr<prometheus::api> api,
                                         telemetry::instruments& counts) {
    return std::make_unique<counted_api>(std::move(api), counts);
}

} // namespace barograph::cli
