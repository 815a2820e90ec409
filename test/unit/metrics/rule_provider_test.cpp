#include "metrics/rule_provider.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/metrics/rule_of.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

namespace rule_provider_test {

using namespace barograph;
using namespace std::chrono_literals;
using metrics::errc;
using strings = std::vector<std::string>;
using test::failure;
using test::rule_of;

namespace {

using result = std::expected<std::shared_ptr<const metrics::value_list>, metrics::error>;

struct fixture {
    explicit fixture(rules::rule_spec spec = {.series_query = "jobs",
                                              .metrics_query = "sum(<<.Series>>{<<.LabelMatchers>>})",
                                              .location = "rules.yaml:3"})
        : discovery(context.get_executor(), prometheus, {rule_of(std::move(spec))}, {}),
          provider(discovery, prometheus, instruments, time) {}

    result ask(std::string metric, std::string_view selector = "") {
        auto labels = rules::parse_selector(selector);
        REQUIRE(labels.has_value());
        metrics::value_request request{
            .metric = std::move(metric), .ns = "shop", .labels = *labels, .deadline = deadline};
        return test::run_coroutine(context, provider.values(std::move(request)));
    }

    net::asio::io_context context;
    net::time_point now = net::steady_clock::now();
    metrics::clock time{.monotonic = [this] { return now; },
                        .wall = [] { return std::chrono::sys_seconds{1'700'000'000s}; }};
    telemetry::instruments instruments{"test"};
    test::scripted_prometheus prometheus;
    metrics::discovery discovery;
    metrics::rule_provider provider;
    net::time_point deadline = net::steady_clock::now() + 7s;
};

rules::rule_spec literal_name(std::string query) {
    return {.series_query = R"({__name__=~"^queue_.*"})",
            .name = {.matches = {}, .as = "waiting"},
            .metrics_query = std::move(query),
            .location = "rules.yaml:3"};
}

} // namespace

TEST_CASE_METHOD(fixture, "a metric's rule gives the query, and its samples are the values") {
    prometheus.answer->samples = {{.labels = {{"queue", "mail"}}, .timestamp = 1700000000, .value = "57"}};
    const auto values = ask("jobs", "queue=mail");
    REQUIRE(values.has_value());
    REQUIRE((*values)->size() == 1);
    CHECK((*values)->front().metric_name == "jobs");
    CHECK((*values)->front().milli == 57000);
    REQUIRE(prometheus.queries.size() == 1);
    CHECK(prometheus.queries.front().promql == R"(sum(jobs{queue="mail"}))");
    CHECK(prometheus.queries.front().deadline == deadline);
}

TEST_CASE_METHOD(fixture, "its names are those that discovery lists now") {
    CHECK(provider.names()->names == strings{"jobs"});
    CHECK(provider.names() == discovery.current()->names());
}

TEST_CASE_METHOD(fixture, "a metric that is not listed is not found, in prometheus-adapter's words") {
    const auto values = ask("nope");
    REQUIRE_FALSE(values.has_value());
    CHECK(values.error().code == errc::not_found);
    CHECK(values.error().message == "the server could not find the metric nope for namespaces");
    CHECK(prometheus.queries.empty());
}

TEST_CASE_METHOD(fixture, "no sample is an empty list, and no zero") {
    const auto values = ask("jobs");
    REQUIRE(values.has_value());
    CHECK((*values)->empty());
}

TEST_CASE_METHOD(fixture, "a rule without resources works in every namespace and asks for none") {
    ask("jobs");
    CHECK(prometheus.queries.front().promql == "sum(jobs{})");
}

TEST_CASE("a rule with resources asks for the namespace") {
    fixture with({.series_query = "jobs",
                  .resources = {.template_text = "kube_<<.Resource>>", .overrides = {}, .namespaced = {}},
                  .metrics_query = "sum(<<.Series>>{<<.LabelMatchers>>})"});
    with.ask("jobs");
    CHECK(with.prometheus.queries.front().promql == R"(sum(jobs{kube_namespace="shop"}))");
}

TEST_CASE("a rule that needs a series name, and knows none, has no sample: Prometheus is not asked") {
    fixture unknown(literal_name("sum(<<.Series>>)"));
    const auto values = unknown.ask("waiting");
    REQUIRE(values.has_value());
    CHECK((*values)->empty());
    CHECK(unknown.prometheus.queries.empty());
}

TEST_CASE("a rule that needs no series name is asked although no series exists") {
    fixture independent(literal_name("sum(queue_mail) or vector(0)"));
    independent.prometheus.answer->samples = {{.labels = {}, .timestamp = 1, .value = "0"}};
    const auto values = independent.ask("waiting");
    REQUIRE(values.has_value());
    CHECK((*values)->size() == 1);
    CHECK(independent.prometheus.queries.front().promql == "sum(queue_mail) or vector(0)");
}

TEST_CASE("the series that was discovered is the one asked for") {
    fixture found(literal_name("sum(<<.Series>>)"));
    found.prometheus.series[R"({__name__=~"^queue_.*"})"] = strings{"queue_sms"};
    test::run_coroutine(found.context, found.discovery.relist(net::steady_clock::now()));
    found.ask("waiting");
    REQUIRE(found.prometheus.queries.size() == 1);
    CHECK(found.prometheus.queries.front().promql == "sum(queue_sms)");
}

TEST_CASE_METHOD(fixture,
                 "an operator that PromQL lacks is the asker's mistake, and Prometheus is not asked") {
    const auto values = ask("jobs", "size>3");
    REQUIRE_FALSE(values.has_value());
    CHECK(values.error().code == errc::bad_request);
    CHECK_THAT(values.error().message, test::StartsWith("metric jobs (rule at rules.yaml:3): "));
    CHECK_THAT(values.error().message, test::ContainsSubstring("operator >"));
    CHECK(prometheus.queries.empty());
}

TEST_CASE_METHOD(fixture, "what Prometheus says is told with the metric and its rule") {
    struct row {
        barograph::prometheus::errc from;
        errc to;
    };

    using barograph::prometheus::errc;
    using to = metrics::errc;
    const auto r = GENERATE(values<row>({{errc::unreachable, to::unavailable},
                                         {errc::timed_out, to::timed_out},
                                         {errc::rejected, to::unavailable},
                                         {errc::unavailable, to::unavailable},
                                         {errc::malformed, to::unavailable},
                                         {errc::too_large, to::unavailable},
                                         {errc::partial, to::unavailable},
                                         {errc::cancelled, to::unavailable}}));
    prometheus.answer = failure(r.from, "Prometheus http://p: what went wrong");
    const auto values = ask("jobs");
    REQUIRE_FALSE(values.has_value());
    CHECK(values.error().code == r.to);
    CHECK(values.error().shared == shared_cause(r.from));
    CHECK(values.error().message ==
          "metric jobs (rule at rules.yaml:3): Prometheus http://p: what went wrong");
}

TEST_CASE_METHOD(fixture,
                 "a sample that is no number is an error that names the metric, its rule and the sample") {
    prometheus.answer->samples = {{.labels = {{"queue", "mail"}}, .timestamp = 1, .value = "NaN"}};
    const auto values = ask("jobs");
    REQUIRE_FALSE(values.has_value());
    CHECK(values.error().code == errc::not_finite);
    CHECK(values.error().message == "metric jobs (rule at rules.yaml:3) gave {queue=\"mail\"} the value NaN, "
                                    "which is not a finite number");
}

} // namespace rule_provider_test
