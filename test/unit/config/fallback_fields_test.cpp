#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/unit/config/loading.hpp"

namespace fallback_fields_test {

namespace {

using namespace barograph::test;
using namespace std::chrono_literals;
using kind = barograph::rules::substitute::kind;

TEST_CASE("a rule says what to answer when there is no value") {
    const auto policy =
        only_rule(rule_with("  onEmpty: {value: 0}\n  onFailure: {hold: 5m}\n  onNonFinite: drop\n"))
            .fallback;
    REQUIRE(policy.on_empty.has_value());
    CHECK(policy.on_empty->what == kind::value);
    CHECK(policy.on_empty->milli == 0);
    CHECK(policy.on_failure.what == kind::hold);
    CHECK(policy.on_failure.hold == 5min);
    CHECK(policy.on_non_finite.what == kind::drop);
}

TEST_CASE("a rule that says nothing has an empty list and errors told") {
    CHECK(only_rule(rule_with("")).fallback == barograph::rules::fallback_policy{});
    CHECK(only_rule(rule_with("  onEmpty: ~\n  onFailure: ~\n  onNonFinite: ~\n")).fallback ==
          barograph::rules::fallback_policy{});
}

TEST_CASE("an empty answer can be made an error") {
    const auto policy = only_rule(rule_with("  onEmpty: error\n")).fallback;
    REQUIRE(policy.on_empty.has_value());
    CHECK(policy.on_empty->what == kind::error);
}

TEST_CASE("a fixed value may be negative, fractional, and written as text") {
    const auto value = [](const std::string& text) {
        return only_rule(rule_with("  onFailure: {value: " + text + "}\n")).fallback.on_failure.milli;
    };
    CHECK(value("1.5") == 1500);
    CHECK(value("-2") == -2000);
    CHECK(value("'3'") == 3000);
    CHECK(value("1e3") == 1'000'000);
}

TEST_CASE("a fallback that can't be meant is refused, at its place") {
    struct row {
        const char* written;
        const char* refusal;
    };

    const auto r = GENERATE(values<row>({
        {"onEmpty: drop", "onEmpty has no sample to drop; expected error, {hold: 5m} or {value: 0}"},
        {"onFailure: drop", "onFailure has no sample to drop; expected error, {hold: 5m} or {value: 0}"},
        {"onFailure: hold", "hold needs to be told for how long; expected {hold: 5m}"},
        {"onFailure: zero", "\"zero\" is no fallback; expected error, {hold: 5m} or {value: 0}"},
        {"onFailure: {hold: soon}", "\"soon\" is no duration"},
        {"onFailure: {hold: 0}", "a value can't be held for no time"},
        {"onFailure: {value: NaN}", "\"NaN\" is no value that can be told"},
        {"onFailure: {value: 500m}", "\"500m\" is no value that can be told"},
        {"onFailure: {}", "a fallback is one thing"},
        {"onFailure: {hold: 5m, value: 0}", "a fallback is one thing"},
        {"onFailure: {helt: 5m}", "the nearest known one is hold"},
        {"onFailure: [error]", "is a list"},
    }));
    INFO(r.written);
    CHECK_THAT(refusal_of(rule_with("  " + std::string(r.written) + "\n")), ContainsSubstring(r.refusal));
}

} // namespace

} // namespace fallback_fields_test
