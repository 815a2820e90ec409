#include "metrics/fallback.hpp"
#include "test/support/catch.hpp"

namespace fallback_test {

using namespace barograph;
using namespace std::chrono_literals;
using kind = rules::substitute::kind;
using metrics::errc;

namespace {

const net::time_point now{1000s};
const std::chrono::sys_seconds wall{1'700'000'000s};

metrics::values_result values_of(std::int64_t milli) {
    return std::make_shared<const metrics::value_list>(
        1, metrics::external_value{.metric_name = "m", .labels = {}, .timestamp = 7, .milli = milli});
}

metrics::values_result empty() {
    return std::make_shared<const metrics::value_list>();
}

metrics::values_result failed(errc code) {
    return std::unexpected(metrics::error{code, "it broke"});
}

metrics::decided_answer decide(const rules::fallback_policy& policy, metrics::values_result outcome,
                               std::optional<metrics::good_answer> last = std::nullopt) {
    return metrics::apply(policy, "m", std::move(outcome), last, now, wall);
}

metrics::good_answer good(std::chrono::seconds age) {
    return {.values = *values_of(57000), .when = now - age};
}

} // namespace

TEST_CASE("without a policy everything is told as it is: values, an empty list, and errors") {
    CHECK((*decide({}, values_of(5)).result)->front().milli == 5);
    CHECK((*decide({}, empty()).result)->empty());
    const auto broken = decide({}, failed(errc::unavailable), good(1s));
    CHECK(broken.result.error().code == errc::unavailable);
    CHECK(broken.result.error().message == "it broke");
    CHECK_FALSE(broken.instead.has_value());
}

TEST_CASE("each kind of missing value has the fallback of its own") {
    const rules::fallback_policy policy{.on_empty = rules::substitute{.what = kind::value, .milli = 1},
                                        .on_failure = {.what = kind::value, .milli = 2},
                                        .on_non_finite = {.what = kind::value, .milli = 3}};
    const auto value = [&](metrics::values_result outcome) {
        const auto decided = decide(policy, std::move(outcome));
        REQUIRE(decided.result.has_value());
        REQUIRE((*decided.result)->size() == 1);
        return (*decided.result)->front().milli;
    };
    CHECK(value(empty()) == 1);
    CHECK(value(failed(errc::unavailable)) == 2);
    CHECK(value(failed(errc::timed_out)) == 2);
    CHECK(value(failed(errc::bad_value)) == 2);
    CHECK(value(failed(errc::internal)) == 2);
    CHECK(value(failed(errc::not_finite)) == 3);
    CHECK(value(values_of(9)) == 9);
}

TEST_CASE("a fixed value bears the metric's name, no labels and the time at which it is told") {
    const auto decided =
        decide({.on_empty = {}, .on_failure = {.what = kind::value, .milli = 1500}}, failed(errc::timed_out));
    REQUIRE(decided.result.has_value());
    const auto& value = (*decided.result)->front();
    CHECK(value.metric_name == "m");
    REQUIRE(value.labels.has_value());
    CHECK(value.labels->empty());
    CHECK(value.timestamp == 1'700'000'000);
    CHECK(value.milli == 1500);
    REQUIRE(decided.instead.has_value());
    CHECK(decided.instead->what == "value");
    CHECK(decided.instead->because == "it broke");
}

TEST_CASE("what the asker did wrong is told to them, whatever the policy") {
    const rules::substitute zero{.what = kind::value};
    const rules::fallback_policy policy{.on_empty = zero, .on_failure = zero, .on_non_finite = zero};
    CHECK(decide(policy, failed(errc::not_found)).result.error().code == errc::not_found);
    CHECK(decide(policy, failed(errc::bad_request)).result.error().code == errc::bad_request);
}

TEST_CASE("a held value is the last good answer as it was, and says how old it is") {
    const rules::fallback_policy policy{.on_empty = {}, .on_failure = {.what = kind::hold, .hold = 5min}};
    const auto decided = decide(policy, failed(errc::unavailable), good(40s));
    REQUIRE(decided.result.has_value());
    CHECK((*decided.result)->front().milli == 57000);
    CHECK((*decided.result)->front().timestamp == 7);
    REQUIRE(decided.instead.has_value());
    CHECK(decided.instead->what == "hold");
    CHECK(decided.instead->age == 40s);
}

TEST_CASE("a value is held up to the stated time and not a moment longer") {
    const rules::fallback_policy policy{.on_empty = {}, .on_failure = {.what = kind::hold, .hold = 5min}};
    CHECK(decide(policy, failed(errc::unavailable), good(300s)).result.has_value());
    const auto late = decide(policy, failed(errc::unavailable), good(301s));
    REQUIRE_FALSE(late.result.has_value());
    CHECK(late.result.error().code == errc::unavailable);
    CHECK(late.result.error().message ==
          "it broke; the last good value is older than the 300 s that it may be held");
    CHECK_FALSE(late.instead.has_value());
}

TEST_CASE("without an earlier value there is nothing to hold, and the error says so") {
    const rules::fallback_policy policy{.on_empty = {}, .on_failure = {.what = kind::hold, .hold = 5min}};
    const auto decided = decide(policy, failed(errc::timed_out));
    REQUIRE_FALSE(decided.result.has_value());
    CHECK(decided.result.error().message == "it broke; there is no earlier value to hold");
}

TEST_CASE("a rule may want an error where its query gives no sample") {
    const rules::fallback_policy policy{.on_empty = rules::substitute{.what = kind::error}};
    const auto decided = decide(policy, empty());
    REQUIRE_FALSE(decided.result.has_value());
    CHECK(decided.result.error().code == errc::no_sample);
    CHECK_THAT(decided.result.error().message, test::ContainsSubstring("gives no sample"));
}

} // namespace fallback_test
