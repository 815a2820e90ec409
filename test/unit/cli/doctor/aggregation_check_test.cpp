#include "cli/doctor/aggregation_check.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

namespace doctor_aggregation_check_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

struct fixture : test::examined_cluster {
    std::string look() {
        const auto lines = test::lines_of(make(cli::check_aggregation));
        REQUIRE(lines.size() == 1);
        return lines.front();
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "a replica that the aggregator reaches lists its metrics") {
    answer(cli::external_metrics_path,
           nlohmann::json::parse(R"({"kind":"APIResourceList","resources":[{"name":"a"},{"name":"b"}]})"));
    CHECK_THAT(look(), ContainsSubstring(
                           "ok aggregation: the aggregator reaches a replica, which lists 2 metrics ("));
}

TEST_CASE_METHOD(fixture, "an aggregator that reaches no replica is wrong") {
    refuse(cli::external_metrics_path, 503);
    CHECK_THAT(look(), ContainsSubstring("wrong aggregation: the aggregator reaches no replica: ") &&
                           ContainsSubstring("status 503 (no, for a reason)") &&
                           ContainsSubstring("repair: kubectl describe apiservice"));
}

TEST_CASE_METHOD(fixture, "an answer that does not come within the time of a check is wrong") {
    options.timeout = std::chrono::milliseconds(50);
    server.when(cli::external_metrics_path, test::scripted_answer::never());
    CHECK_THAT(look(), ContainsSubstring("wrong aggregation: "));
}

TEST_CASE_METHOD(fixture, "something else behind the API is wrong") {
    answer(cli::external_metrics_path, {{"kind", "Pod"}});
    CHECK_THAT(look(), ContainsSubstring("wrong aggregation: what answers is no server of external metrics"));
}

TEST_CASE_METHOD(fixture, "who may not ask through the aggregator is told the right that is missing") {
    refuse(cli::external_metrics_path, 403);
    CHECK_THAT(look(), ContainsSubstring("skipped aggregation: ") &&
                           ContainsSubstring("--resource='*.external.metrics.k8s.io'"));
}

} // namespace doctor_aggregation_check_test
