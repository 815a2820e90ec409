#include "prometheus/shared_queries.hpp"

#include "net/single_flight.hpp"

#include <utility>

namespace barograph::prometheus {

namespace {

class sharing_api final : public api {
public:
    sharing_api(std::unique_ptr<api> asked, std::size_t max_in_flight)
        : api_(std::move(asked)),
          flights_(max_in_flight,
                   {errc::cancelled, "waiting for the answer of " + api_->where() + " was cancelled"},
                   {errc::unavailable, "too many queries of " + api_->where() + " are under way"}) {}

    net::awaitable<std::expected<query_result, error>> query(std::string promql,
                                                             net::time_point deadline) override {
        const flights::known_answer nothing_known = [] { return std::nullopt; };
        // What it refers to stays in the frame of this coroutine, which outlives it.
        const flights::question ask = [&] { return ask_dated(promql, deadline); };
        co_return co_await flights_.run(promql, nothing_known, ask);
    }

    net::awaitable<std::expected<void, error>> parse(std::string promql, net::time_point deadline) override {
        co_return co_await api_->parse(std::move(promql), deadline);
    }

    net::awaitable<std::expected<std::vector<std::string>, error>>
    series_names(std::string selector, std::chrono::sys_seconds start, net::time_point deadline) override {
        co_return co_await api_->series_names(std::move(selector), start, deadline);
    }

    [[nodiscard]] std::string where() const override { return api_->where(); }

private:
    // Who comes later must not take the answer for one to a query of that moment.
    net::awaitable<std::expected<query_result, error>> ask_dated(const std::string& promql,
                                                                 net::time_point deadline) {
        const auto sent = net::steady_clock::now();
        auto came = co_await api_->query(promql, deadline);
        if (came) {
            came->sent = sent;
        }
        co_return came;
    }

    using flights = net::single_flight<query_result, error>;

    std::unique_ptr<api> api_;
    flights flights_;
};

} // namespace

std::unique_ptr<api> share_queries(std::unique_ptr<api> api, std::size_t max_in_flight) {
    return std::make_unique<sharing_api>(std::move(api), max_in_flight);
}

} // namespace barograph::prometheus
