#include "metrics/conversion.hpp"
#include "test/support/catch.hpp"

namespace conversion_test {

using namespace barograph;
using prometheus::result_type;
using test::ContainsSubstring;
using labels = std::vector<std::pair<std::string, std::string>>;

namespace {

prometheus::query_result vector_of(std::vector<prometheus::sample> samples) {
    return {.type = result_type::vector, .samples = std::move(samples), .warnings = {}};
}

std::string refusal(const prometheus::query_result& result) {
    const auto values = metrics::to_values("m", result, "the rule");
    REQUIRE_FALSE(values.has_value());
    return values.error().message;
}

} // namespace

TEST_CASE("each sample of a vector is a value of the metric, with the labels sorted by name") {
    const auto values = metrics::to_values(
        "jobs_waiting",
        vector_of(
            {{.labels = {{"queue", "mail"}, {"__name__", "jobs"}}, .timestamp = 1700000001, .value = "7"},
             {.labels = {}, .timestamp = -2, .value = "-0.5"}}),
        "the rule");
    REQUIRE(values.has_value());
    REQUIRE(values->values.size() == 2);
    const auto& first = values->values.front();
    CHECK(first.metric_name == "jobs_waiting");
    CHECK(first.labels == labels{{"__name__", "jobs"}, {"queue", "mail"}});
    CHECK(first.timestamp == 1700000001);
    CHECK(first.milli == 7000);
    CHECK(values->values.back().labels == labels{});
    CHECK(values->values.back().timestamp == -2);
    CHECK(values->values.back().milli == -500);
}

TEST_CASE("a scalar is a value that has no labels at all") {
    const auto values = metrics::to_values(
        "m", {.type = result_type::scalar, .samples = {{.timestamp = 5, .value = "1.005"}}, .warnings = {}},
        "the rule");
    REQUIRE(values.has_value());
    REQUIRE(values->values.size() == 1);
    CHECK_FALSE(values->values.front().labels.has_value());
    CHECK(values->values.front().milli == 1005);
}

TEST_CASE("no sample is no value, and no error") {
    const auto values = metrics::to_values("m", vector_of({}), "the rule");
    REQUIRE(values.has_value());
    CHECK(values->values.empty());
}

TEST_CASE("what is no number is refused, with the rule, the series and the reason") {
    struct row {
        const char* value;
        const char* reason;
    };

    const auto r = GENERATE(values<row>({
        {"NaN", "the value NaN, which is not a finite number"},
        {"+Inf", "the value +Inf, which is not a finite number"},
        {"-Inf", "the value -Inf, which is not a finite number"},
        {"1e19", "the value 1e19, which is too large for a Kubernetes quantity"},
        {"-9.3e15", "the value -9.3e15, which is too large for a Kubernetes quantity"},
        {"seven", "the value seven, which is not a number"},
        {"", "the value , which is not a number"},
    }));
    INFO(r.value);
    const auto message = refusal(
        vector_of({{.labels = {{"__name__", "jobs"}, {"queue", "a"}, {"zone", "b"}}, .value = r.value}}));
    CHECK(message == R"(the rule gave jobs{queue="a",zone="b"} )" + std::string(r.reason));
}

TEST_CASE("a native histogram is no number") {
    CHECK(refusal(vector_of({{.labels = {{"__name__", "h"}}, .value = "", .is_histogram = true}})) ==
          "the rule gave h{} a native histogram, which is no number");
}

TEST_CASE("one sample that is no number spoils the whole answer, wherever it stands") {
    const prometheus::sample good{.labels = {{"i", "0"}}, .value = "1"};
    const prometheus::sample bad{.labels = {{"i", "1"}}, .value = "NaN"};
    CHECK_THAT(refusal(vector_of({bad, good})), ContainsSubstring(R"({i="1"})"));
    CHECK_THAT(refusal(vector_of({good, good, bad})), ContainsSubstring(R"({i="1"})"));
}

TEST_CASE("a string and a range vector are refused by name") {
    CHECK(refusal({.type = result_type::string, .samples = {}, .warnings = {}}) ==
          "the rule gave a string; expected an instant vector or a scalar");
    CHECK(refusal({.type = result_type::matrix, .samples = {}, .warnings = {}}) ==
          "the rule gave a range vector; expected an instant vector or a scalar");
}

TEST_CASE("in messages a long series and a long value are cut") {
    const std::string long_text(5000, 'x');
    const auto message = refusal(vector_of({{.labels = {{"l", long_text}}, .value = long_text}}));
    CHECK(message.size() < 600);
    CHECK_THAT(message, ContainsSubstring("…"));
}

} // namespace conversion_test
