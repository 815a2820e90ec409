#include "rules/naming.hpp"
#include "test/support/catch.hpp"

namespace naming_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

std::string name_of(const name_spec& spec, std::string_view series) {
    return naming::compile(spec).value().metric_name(series).value();
}

TEST_CASE("without a name section a metric is called as its series") {
    CHECK(name_of({}, "queue_depth") == "queue_depth");
}

TEST_CASE("without `as` the name is the only group, or else the whole match") {
    CHECK(name_of({"^(.*)_total$", ""}, "http_requests_total") == "http_requests");
    CHECK(name_of({"requests", ""}, "http_requests_total") == "requests");
    CHECK(name_of({"^(?:app|job)_(?P<rest>.*)$", ""}, "job_depth") == "depth");
}

TEST_CASE("several groups need an `as`") {
    CHECK(naming::compile({"^(a)_(b)$", ""}).error().field == "name.as");
    CHECK(name_of({"^(a)_(b)$", "$2_$1"}, "a_b") == "a");
    CHECK(name_of({"^(a)_(b)$", "${2}_$1"}, "a_b") == "b_a");
}

TEST_CASE("a series that does not match has no name, and the error quotes both") {
    const auto names = naming::compile({"^queue_(\\w+)", ""}).value();
    CHECK(names.metric_name("job").error() ==
          "series name \"job\" did not match expected pattern \"^queue_(\\\\w+)\"");
}

TEST_CASE("a series never gets an empty name") {
    const auto names = naming::compile({"^x(.*)$", ""}).value();
    CHECK(names.metric_name("x").error() == "series name \"x\" gives an empty metric name");
    CHECK(names.metric_name("xy") == "y");
}

TEST_CASE("a slip that can only give the empty name is refused and explained") {
    const auto problem = naming::compile({"^(.*)_count$", "$1_per_second"}).error();
    CHECK(problem.field == "name.as");
    CHECK_THAT(problem.message, ContainsSubstring("${1}_per_second may be meant"));
}

TEST_CASE("an `as` of unknown groups alone loads, and gives no series a name") {
    const auto names = naming::compile({"(a)", "$2"}).value();
    CHECK(names.unknown_references().size() == 1);
    CHECK_FALSE(names.literal_name());
    CHECK_FALSE(names.metric_name("a"));
}

TEST_CASE("a bad expression is told with RE2's reason") {
    const auto problem = naming::compile({"^up_(.*$", ""}).error();
    CHECK(problem.field == "name.matches");
    CHECK_THAT(problem.message, ContainsSubstring("missing )"));
}

TEST_CASE("a literal `as` is known without any series") {
    CHECK(naming::compile({"^celery_", "queue"}).value().literal_name() == "queue");
    CHECK_FALSE(naming::compile({"^celery_", "queue_$0"}).value().literal_name());
    CHECK_FALSE(naming::compile({}).value().literal_name());
}

TEST_CASE("a reference to a group that is not there is told, and explained only where it is a slip") {
    CHECK(unknown_reference_text("$nope") ==
          "$nope refers to a group that name.matches does not have, and gives nothing");
    CHECK(unknown_reference_text("$1_total") ==
          "$1_total refers to a group that name.matches does not have, and gives nothing (${1}_total may be "
          "meant)");
}

} // namespace

} // namespace naming_test
