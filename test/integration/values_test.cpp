#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace values_test {

using namespace barograph::test;
using strings = std::vector<std::string>;

namespace {

constexpr const char* exposition = R"(
celery_queue_depth{worker="a"} 50
celery_queue_depth{worker="b"} 64
celery_workers_busy_ratio 0.9351
queue_depth{queue="mail"} 57
queue_depth{queue="sms"} 5
odd{kind="fraction"} 1.005
odd{kind="negative"} -0.25
odd{kind="large"} 1e15
odd{kind="nan"} NaN
odd{kind="infinite"} +Inf
odd{kind="minus_infinite"} -Inf
odd{kind="too_large"} 1e19
)";

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: 'celery_queue_depth{job="test"}'
    name: {as: 'celery_queue_depth'}
    metricsQuery: 'avg(celery_queue_depth)'
  - seriesQuery: 'celery_workers_busy_ratio{job="test"}'
    name: {as: 'celery_workers_busy_ratio'}
    metricsQuery: 'avg(celery_workers_busy_ratio)'
  - seriesQuery: 'queue_depth'
    name: {as: 'queue_depth_total'}
    resources: {namespaced: false}
    metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
  - seriesQuery: '{__name__=~"^not_there_.*"}'
    name: {as: 'not_there'}
    metricsQuery: 'sum(not_there_total) or vector(0)'
  - seriesQuery: 'odd'
    metricsQuery: '<<.Series>>{<<.LabelMatchers>>}'
  - seriesQuery: 'queue_depth'
    name: {as: 'as_scalar'}
    metricsQuery: 'scalar(sum(<<.Series>>))'
  - seriesQuery: 'queue_depth'
    name: {as: 'wrong'}
    metricsQuery: 'sum(<<.Series>>'
)";

} // namespace

TEST_CASE("values are what Prometheus says, and what is no number is an error that says why") {
    const exposition_server worker(exposition);
    const real_prometheus prometheus(worker.address());
    prometheus.has("odd");
    barograph_server server(rules, prometheus.url());
    // One after the other and not as sections: each of these would start a Prometheus of its own.

    {
        INFO("the list names each metric once, in order");
        const auto answer = server.get(api);
        CHECK(answer.status == 200);
        CHECK(answer.body.at("kind") == "APIResourceList");
        CHECK(server.list() == strings{"as_scalar", "celery_queue_depth", "celery_workers_busy_ratio",
                                       "not_there", "odd", "queue_depth_total", "wrong"});
    }
    {
        INFO("rules without resources work in every namespace");
        for (const auto* ns : {"default", "shop", "kube-system"}) {
            CHECK(server.metric("celery_queue_depth", "", ns).values() == strings{"57"});
            CHECK(server.metric("celery_workers_busy_ratio", "", ns).values() == strings{"935m"});
        }
    }
    {
        INFO("a value has its metric's name, its labels and the time of its sample");
        const auto answer = server.metric("odd", "kind=fraction");
        REQUIRE(answer.values() == strings{"1005m"});
        const auto& item = answer.body.at("items").at(0);
        CHECK(item.at("metricName") == "odd");
        CHECK(item.at("metricLabels").at("job") == "test");
        CHECK_THAT(item.at("timestamp").get<std::string>(), StartsWith("2"));
        CHECK(item.at("timestamp").get<std::string>().size() == sizeof "2006-01-02T15:04:05Z" - 1);
    }
    {
        INFO("numbers are written as quantities");
        CHECK(server.metric("odd", "kind=negative").values() == strings{"-250m"});
        CHECK(server.metric("odd", "kind=large").values() == strings{"1P"});
    }
    {
        INFO("grouping by nothing sums everything up");
        CHECK(server.metric("queue_depth_total").values() == strings{"62"});
        CHECK(server.metric("queue_depth_total", "queue=sms").values() == strings{"5"});
    }
    {
        INFO("a rule that brings its own default is answered although its series never existed");
        CHECK(server.metric("not_there").values() == strings{"0"});
    }
    {
        INFO("a scalar has no labels");
        const auto answer = server.metric("as_scalar");
        CHECK(answer.values() == strings{"62"});
        CHECK(answer.body.at("items").at(0).at("metricLabels").is_null());
    }
    {
        INFO("what is no number is an error that names the sample");
        for (const auto* kind : {"nan", "infinite", "minus_infinite", "too_large"}) {
            INFO(kind);
            const auto answer = server.metric("odd", std::string("kind=") + kind);
            CHECK(answer.status == 500);
            CHECK_THAT(answer.sentence(), ContainsSubstring("metric odd (rule at "));
            CHECK_THAT(answer.sentence(), ContainsSubstring("kind=\"" + std::string(kind) + "\""));
        }
        CHECK(server.metric("odd").status == 500);
    }
    {
        INFO("a query that Prometheus refuses is an error with its words");
        const auto answer = server.metric("wrong");
        CHECK(answer.status == 503);
        CHECK_THAT(answer.sentence(), ContainsSubstring("answered 400: bad_data"));
    }
    {
        INFO("a metric that there is not is not found");
        CHECK(server.metric("nope").sentence() ==
              "404 the server could not find the metric nope for namespaces");
    }
}

} // namespace values_test
