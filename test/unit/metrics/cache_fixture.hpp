#pragma once
#include "metrics/value_cache.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/metrics/rule_of.hpp"
#include "test/unit/metrics/slow_prometheus.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace barograph::test {

using namespace std::chrono_literals;

/// A value_cache with the metrics `jobs` and `lag`, whose time and whose Prometheus the test moves on.
template <typename Prometheus>
struct basic_cache_fixture {
    static rules::rule_spec rule_for(const std::string& series, const std::string& query,
                                     const std::string& place) {
        return {.series_query = series, .metrics_query = query, .location = place};
    }

    explicit basic_cache_fixture(metrics::value_cache_options how = {})
        : discovery(context.get_executor(), prometheus,
                    {rule_of(rule_for("jobs", "sum(jobs{<<.LabelMatchers>>})", "r:1")),
                     rule_of(rule_for("lag", "max(lag{<<.LabelMatchers>>})", "r:2"))},
                    {}),
          cache(context.get_executor(), discovery, prometheus, instruments, tasks, how, time) {
        discovery.on_publish([this] { cache.rules_changed(); });
    }

    ~basic_cache_fixture() {
        prometheus.answer_all();
        net::asio::post(context, [this] { tasks.cancel(); });
        run_coroutine(context, tasks.join());
    }

    // An ask whose answer is not there yet.
    struct pending {
        std::optional<metrics::values_result> result;
    };

    std::shared_ptr<pending> begin(std::string metric, std::string_view selector = "",
                                   std::string ns = "shop") {
        auto made = std::make_shared<pending>();
        metrics::value_request request{.metric = std::move(metric),
                                       .ns = std::move(ns),
                                       .labels = rules::parse_selector(selector).value(),
                                       .deadline = net::steady_clock::now() + 7s};
        net::asio::co_spawn(context, store(cache.values(std::move(request)), made), net::asio::detached);
        turn();
        return made;
    }

    static net::awaitable<> store(net::awaitable<metrics::values_result> task,
                                  std::shared_ptr<pending> into) {
        into->result.emplace(co_await std::move(task));
    }

    // The value in thousandths; -1: not yet, -2: an error, -3: not one value.
    static std::int64_t value(const pending& ask) {
        if (!ask.result) {
            return -1;
        }
        if (!*ask.result) {
            return -2;
        }
        return (**ask.result)->size() == 1 ? (**ask.result)->front().milli : -3;
    }

    std::int64_t ask(const std::string& metric, std::string_view selector = "",
                     const std::string& ns = "shop") {
        const auto made = begin(metric, selector, ns);
        prometheus.answer_all();
        turn();
        return value(*made);
    }

    void pass(net::steady_clock::duration time_passed) {
        now += time_passed;
        cache.refresh_due(now);
        turn();
        prometheus.answer_all();
        turn();
    }

    // Runs what can run now.
    void turn() {
        context.restart();
        context.poll();
    }

    net::asio::io_context context;
    net::time_point now = net::steady_clock::now();
    metrics::clock time{.monotonic = [this] { return now; },
                        .wall = [] { return std::chrono::sys_seconds{1'700'000'000s}; }};
    telemetry::instruments instruments{"test"};
    Prometheus prometheus{context.get_executor()};
    net::task_group tasks{context.get_executor(), [](const std::string&, const std::exception_ptr&) {}};
    metrics::discovery discovery;
    metrics::value_cache cache;
};

using cache_fixture = basic_cache_fixture<slow_prometheus>;

} // namespace barograph::test
