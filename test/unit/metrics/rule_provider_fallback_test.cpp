#include "metrics/rule_provider.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/metrics/rule_of.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

#include <unistd.h>

namespace rule_provider_fallback_test {

using namespace barograph;
using namespace std::chrono_literals;
using kind = rules::substitute::kind;
using metrics::errc;
using test::ContainsSubstring;

namespace {

struct fixture {
    explicit fixture(rules::fallback_policy fallback)
        : discovery(context.get_executor(), prometheus,
                    {test::rule_of({.series_query = "jobs",
                                    .metrics_query = "<<.Series>>{<<.LabelMatchers>>}",
                                    .fallback = fallback,
                                    .location = "rules.yaml:3"})},
                    {}),
          provider(discovery, prometheus, instruments, time) {}

    metrics::explanation ask(std::string_view selector = "") {
        auto labels = rules::parse_selector(selector);
        REQUIRE(labels.has_value());
        metrics::value_request request{
            .metric = "jobs", .ns = "shop", .labels = *labels, .deadline = net::time_point::max()};
        return test::run_coroutine(context, provider.explain(std::move(request)));
    }

    void reports(std::vector<std::string> values) {
        prometheus.answer = barograph::prometheus::query_result{};
        for (auto& value : values) {
            prometheus.answer->samples.push_back({.labels = {}, .timestamp = 1, .value = std::move(value)});
        }
    }

    void is_down() {
        prometheus.answer = test::failure(barograph::prometheus::errc::unreachable, "it is down");
    }

    net::asio::io_context context;
    net::time_point now{1000s};
    metrics::clock time{.monotonic = [this] { return now; },
                        .wall = [] { return std::chrono::sys_seconds{1'700'000'000s}; }};
    telemetry::instruments instruments{"test"};
    test::scripted_prometheus prometheus;
    metrics::discovery discovery;
    metrics::rule_provider provider;
};

const rules::substitute hold{.what = kind::hold, .hold = 1min};

std::vector<std::int64_t> milli(const metrics::explanation& told) {
    REQUIRE(told.result.has_value());
    std::vector<std::int64_t> result;
    for (const auto& value : **told.result) {
        result.push_back(value.milli);
    }
    return result;
}

using numbers = std::vector<std::int64_t>;

} // namespace

TEST_CASE("while Prometheus is down the last good value is held, for as long as the rule says") {
    fixture with({.on_failure = hold});
    with.reports({"5"});
    CHECK(milli(with.ask()) == numbers{5000});
    with.is_down();
    with.now += 60s;
    const auto held = with.ask();
    CHECK(milli(held) == numbers{5000});
    REQUIRE(held.instead.has_value());
    CHECK(held.instead->age == 60s);
    with.now += 1s;
    CHECK_FALSE(with.ask().result.has_value());
}

TEST_CASE("a value that was held is not a good one that could be held anew") {
    fixture with({.on_failure = hold});
    with.reports({"5"});
    with.ask();
    with.is_down();
    for (int i = 0; i < 6; ++i) {
        with.now += 10s;
        CHECK(with.ask().result.has_value());
    }
    with.now += 1s;
    CHECK_FALSE(with.ask().result.has_value());
}

TEST_CASE("each question has a last good value of its own") {
    fixture with({.on_failure = hold});
    with.reports({"5"});
    with.ask("queue=mail");
    with.is_down();
    CHECK(milli(with.ask("queue=mail")) == numbers{5000});
    CHECK_FALSE(with.ask("queue=sms").result.has_value());
    CHECK_FALSE(with.ask().result.has_value());
}

TEST_CASE("an empty answer is held over too, when the rule says so, and is never itself what is held") {
    fixture with({.on_empty = hold, .on_failure = hold});
    with.reports({"5"});
    with.ask();
    with.reports({});
    CHECK(milli(with.ask()) == numbers{5000});
    with.is_down();
    CHECK(milli(with.ask()) == numbers{5000});
}

TEST_CASE("of several samples only the one that is no finite number is dropped or replaced") {
    fixture dropping({.on_non_finite = {.what = kind::drop}});
    dropping.reports({"1", "NaN", "3", "+Inf"});
    const auto dropped = dropping.ask();
    CHECK(milli(dropped) == numbers{1000, 3000});
    REQUIRE(dropped.instead.has_value());
    CHECK(dropped.instead->what == "drop");
    CHECK_THAT(dropped.instead->because, ContainsSubstring("the value NaN"));
    CHECK(dropped.samples.size() == 4);

    fixture replacing({.on_non_finite = {.what = kind::value, .milli = 250}});
    replacing.reports({"1", "-Inf", "1e19"});
    CHECK(milli(replacing.ask()) == numbers{1000, 250, 250});
}

TEST_CASE("an answer of which a sample was dropped or replaced is not what is held later") {
    const auto mend = GENERATE(rules::substitute{.what = kind::drop}, rules::substitute{.what = kind::value});
    fixture with({.on_failure = hold, .on_non_finite = mend});
    with.reports({"5"});
    with.ask();
    with.reports({"1", "NaN"});
    with.ask();
    with.is_down();
    CHECK(milli(with.ask()) == numbers{5000});
}

TEST_CASE("when all samples are dropped, what the rule says of an empty answer counts") {
    fixture with({.on_empty = rules::substitute{.what = kind::value, .milli = 7},
                  .on_non_finite = {.what = kind::drop}});
    with.reports({"NaN"});
    CHECK(milli(with.ask()) == numbers{7});
}

TEST_CASE("a sample that is no number at all is a failure, and not non-finite") {
    fixture with({.on_non_finite = {.what = kind::drop}});
    with.reports({"1", "seven"});
    CHECK(with.ask().result.error().code == errc::bad_value);
}

TEST_CASE("a fallback is logged once, counted each time, and its end is logged") {
    const test::captured_output log(STDERR_FILENO);
    fixture with({.on_failure = hold});
    with.reports({"5"});
    with.ask("queue=mail");
    with.is_down();
    with.ask("queue=mail");
    with.now += 5s;
    with.ask("queue=mail");
    with.reports({"6"});
    with.ask("queue=mail");
    const auto text = log.text();
    const std::string line = "metric jobs (rule at rules.yaml:3) in namespace shop{queue=mail}: answered by "
                             "the rule's fallback (hold): metric jobs (rule at rules.yaml:3): it is down";
    CHECK(text.find(line) != std::string::npos);
    CHECK(text.find(line) == text.rfind(line));
    CHECK_THAT(text, ContainsSubstring("shop{queue=mail}: works again"));
    CHECK_THAT(with.instruments.expose(),
               ContainsSubstring("barograph_fallback_answers_total{fallback=\"hold\"} 2"));
}

TEST_CASE("an explanation shows the way from the rule to the values") {
    fixture with({});
    with.prometheus.answer->samples = {{.labels = {{"queue", "mail"}}, .timestamp = 9, .value = "1.0005"}};
    const auto told = with.ask("queue=mail");
    CHECK(told.rule_location == "rules.yaml:3");
    CHECK(told.series_query == "jobs");
    CHECK(told.metrics_query == "<<.Series>>{<<.LabelMatchers>>}");
    CHECK(told.series == "jobs");
    CHECK(told.matchers == R"(queue="mail")");
    CHECK(told.promql == R"(jobs{queue="mail"})");
    CHECK(told.backend == "Prometheus http://scripted");
    REQUIRE(told.samples.size() == 1);
    CHECK(told.samples.front().value == "1.0005");
    CHECK(told.samples.front().timestamp == 9);
    CHECK(milli(told) == numbers{1000});
    CHECK_FALSE(told.instead.has_value());
}

} // namespace rule_provider_fallback_test
