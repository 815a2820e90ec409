#include "metrics/quoted_names.hpp"
#include "metrics/rule_provider.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/metrics/rule_of.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

namespace quoted_names_test {

using namespace barograph;
using namespace std::chrono_literals;
using metrics::errc;

namespace {

struct fixture {
    std::expected<bool, barograph::prometheus::error> are_read() {
        return test::run_coroutine(context, names.are_read(net::time_point::max()));
    }

    void refuse(barograph::prometheus::errc code) {
        backend.refusals[R"(up{"a.b"="c"})"] = {.code = code, .message = "no"};
    }

    metrics::values_result ask(std::string_view selector) {
        auto labels = rules::parse_selector(selector);
        REQUIRE(labels.has_value());
        metrics::value_request request{
            .metric = "jobs", .ns = "shop", .labels = *labels, .deadline = net::time_point::max()};
        return test::run_coroutine(context, provider.values(std::move(request)));
    }

    net::asio::io_context context;
    net::time_point now{1000s};
    metrics::clock time{.monotonic = [this] { return now; },
                        .wall = [] { return std::chrono::sys_seconds{}; }};
    telemetry::instruments instruments{"test"};
    test::scripted_prometheus backend;
    metrics::quoted_names names{backend, time};
    metrics::discovery discovery{
        context.get_executor(),
        backend,
        {test::rule_of({.series_query = "jobs", .metrics_query = "sum(jobs{<<.LabelMatchers>>})"})},
        {}};
    metrics::rule_provider provider{discovery, backend, instruments, time};
};

} // namespace

TEST_CASE_METHOD(fixture, "a backend that reads quoted names is asked once") {
    CHECK(are_read() == true);
    now += 24h;
    CHECK(are_read() == true);
    CHECK(backend.parsed.size() == 1);
}

TEST_CASE_METHOD(fixture, "one that does not is asked again after a while, since it may be upgraded") {
    refuse(barograph::prometheus::errc::rejected);
    CHECK(are_read() == false);
    now += 9min;
    CHECK(are_read() == false);
    CHECK(backend.parsed.size() == 1);
    now += 1min;
    backend.refusals.clear();
    CHECK(are_read() == true);
}

TEST_CASE_METHOD(fixture, "a backend that can't be asked leaves the question open") {
    refuse(barograph::prometheus::errc::unreachable);
    CHECK(are_read().error().message == "no");
    backend.refusals.clear();
    CHECK(are_read() == true);
}

TEST_CASE_METHOD(fixture,
                 "a label that PromQL takes only in quotes is asked for in quotes where that works") {
    ask("app.kubernetes.io/name=web");
    REQUIRE(backend.queries.size() == 1);
    CHECK(backend.queries.front().promql == R"(sum(jobs{"app.kubernetes.io/name"="web"}))");
}

TEST_CASE_METHOD(fixture, "where it does not, that is the asker's mistake, and Prometheus is not asked") {
    refuse(barograph::prometheus::errc::rejected);
    const auto values = ask("app.kubernetes.io/name=web");
    REQUIRE_FALSE(values.has_value());
    CHECK(values.error().code == errc::bad_request);
    CHECK_THAT(values.error().message, test::ContainsSubstring("before version 3"));
    CHECK(backend.queries.empty());
}

TEST_CASE_METHOD(fixture, "while that can't be found out, nothing is told") {
    refuse(barograph::prometheus::errc::timed_out);
    CHECK(ask("app.kubernetes.io/name=web").error().code == errc::timed_out);
}

TEST_CASE_METHOD(fixture, "plain labels need no question about quotes") {
    ask("queue=mail");
    CHECK(backend.parsed.empty());
}

} // namespace quoted_names_test
