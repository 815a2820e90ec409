#include "cli/query/query_options.hpp"
#include "test/support/catch.hpp"

namespace query_query_options_test {

using namespace barograph;
using kind = rules::hpa_target::kind;
using strings = std::vector<std::string>;

namespace {

cli::query_options parsed(strings arguments) {
    auto result = cli::parse_query_options(std::move(arguments));
    INFO((result ? "" : result.error()));
    REQUIRE(result.has_value());
    return *result;
}

std::string refusal(strings arguments) {
    const auto result = cli::parse_query_options(std::move(arguments));
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

} // namespace

TEST_CASE("a question is a metric, a namespace and a selector") {
    const auto options = parsed({"jobs", "-n", "shop", "-l", "queue=mail", "--config=r.yaml"});
    CHECK(options.metric == "jobs");
    CHECK(options.ns == "shop");
    CHECK(options.selector == "queue=mail");
    CHECK(options.config == "r.yaml");
    CHECK_FALSE(options.target.has_value());
    CHECK(parsed({"--config=r.yaml", "jobs"}).ns == "default");
}

TEST_CASE("an HPA's target is a quantity, of one of two types") {
    const auto average = parsed({"jobs", "--config=r", "--target-average-value=10", "--current-replicas=2"});
    REQUIRE(average.target.has_value());
    CHECK(average.target->what == kind::average_value);
    CHECK(average.target->milli == 10'000);
    CHECK(average.current_replicas == 2);
    const auto value = parsed({"jobs", "--config=r", "--target-value", "500m"});
    REQUIRE(value.target.has_value());
    CHECK(value.target->what == kind::value);
    CHECK(value.target->milli == 500);
}

TEST_CASE("the output is text unless JSON is wanted") {
    CHECK_FALSE(parsed({"jobs", "--config=r"}).as_json);
    CHECK(parsed({"jobs", "--config=r", "-o", "json"}).as_json);
    CHECK(parsed({"jobs", "--config=r", "-o=json"}).as_json);
    CHECK_FALSE(parsed({"jobs", "--config=r", "--output=text"}).as_json);
}

TEST_CASE("a question that can't be meant is refused in one line") {
    struct row {
        strings arguments;
        const char* refusal;
    };

    const auto r = GENERATE(values<row>({
        {{"--config=r"}, "which metric?"},
        {{"jobs"}, "--config is required, or --server"},
        {{"jobs", "--server", "--config=r"}, "--server and --config exclude each other"},
        {{"jobs", "--config=r", "--context=c"}, "--kubeconfig and --context are for --server"},
        {{"jobs", "--config=r", "--target-value=1", "--target-average-value=1"}, "exclude each other"},
        {{"jobs", "--config=r", "--target-value=0"}, "expected a quantity above 0"},
        {{"jobs", "--config=r", "--target-value=many"}, "expected a quantity above 0"},
        {{"jobs", "--config=r", "--current-replicas=2"}, "--current-replicas needs"},
        {{"jobs", "--config=r", "--target-value=1", "--current-replicas=-2"}, "must not be negative"},
        {{"jobs", "--config=r", "-o", "yaml"}, "expected text or json"},
        {{"jobs", "--config=r", "--selectr=a"}, "did you mean --selector?"},
        {{"jobs", "more", "--config=r"}, "unexpected argument \"more\""},
    }));
    CHECK_THAT(refusal(r.arguments), test::ContainsSubstring(r.refusal));
}

} // namespace query_query_options_test
