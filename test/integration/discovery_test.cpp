#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace discovery_test {

using namespace barograph::test;
using strings = std::vector<std::string>;

namespace {

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: '{__name__=~"^queue_.*"}'
    seriesFilters: [{isNot: '_created$'}]
    name: {matches: '^queue_(.*)$', as: '${1}_waiting'}
    metricsQuery: 'sum(<<.Series>>)'
  - seriesQuery: '{job="nope"}'
    name: {as: 'fixed'}
    metricsQuery: 'vector(1)'
)";

} // namespace

TEST_CASE("metrics come with their series, and stay for a while when these go") {
    exposition_server worker("queue_mail 1\nqueue_mail_created 2\nother 3\n");
    const real_prometheus prometheus(worker.address());
    prometheus.has("queue_mail");
    barograph_server server(rules, prometheus.url());
    eventually("the first metrics are listed",
               [&] { return server.list() == strings{"fixed", "mail_waiting"}; });

    worker.set("queue_sms 4\n");
    eventually("the new metric is listed",
               [&] { return server.list() == strings{"fixed", "mail_waiting", "sms_waiting"}; });
    eventually("the new metric has its value",
               [&] { return server.metric("sms_waiting").values() == strings{"4"}; });
    // Gone from the worker, so that Prometheus has no sample of it now: no values, no zero, and no 404
    // either.
    eventually("the old metric has no value any more",
               [&] { return server.metric("mail_waiting").values().empty(); });
    CHECK(server.metric("mail_waiting").status == 200);
    CHECK(server.metric("fixed").values() == strings{"1"});
}

TEST_CASE("without any metric there is still a list, and it is not empty") {
    barograph_server server("externalRules: []\n", "http://127.0.0.1:1");
    CHECK(server.list() == strings{"externalmetrics"});
    CHECK(server.get("/readyz").status == 200);
}

} // namespace discovery_test
