#include "telemetry/sampled_gauges.hpp"
#include "test/support/catch.hpp"

namespace sampled_gauges_test {

using namespace barograph;

TEST_CASE("a sampled gauge tells what is so when it is asked for") {
    telemetry::sampled_gauges gauges;
    CHECK(gauges.Collect().empty());
    double tasks = 3;
    gauges.follow("tasks", "Tasks that run.", [&] { return tasks; });
    gauges.follow("connections", "Connections that are open.", [] { return 64.0; });
    tasks = 5;
    const auto families = gauges.Collect();
    REQUIRE(families.size() == 2);
    CHECK(families[0].name == "tasks");
    CHECK(families[0].help == "Tasks that run.");
    CHECK(families[0].type == ::prometheus::MetricType::Gauge);
    REQUIRE(families[0].metric.size() == 1);
    CHECK(families[0].metric[0].gauge.value == 5);
    CHECK(families[1].name == "connections");
    REQUIRE(families[1].metric.size() == 1);
    CHECK(families[1].metric[0].gauge.value == 64);
}

} // namespace sampled_gauges_test
