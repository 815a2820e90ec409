#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace selectors_test {

using namespace barograph::test;
using strings = std::vector<std::string>;

namespace {

constexpr const char* exposition = R"(
depth{queue="mail",tier="gold"} 1
depth{queue="sms",tier="silver"} 2
depth{queue="fax"} 3
depth{queue="v1.2",tier="gold"} 4
depth{queue="v1x2",tier="gold"} 5
)";

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: 'depth'
    metricsQuery: '<<.Series>>{<<.LabelMatchers>>}'
)";

} // namespace

TEST_CASE("a selector selects the series that Kubernetes would select") {
    const exposition_server worker(exposition);
    const real_prometheus prometheus(worker.address());
    prometheus.has("depth");
    barograph_server server(rules, prometheus.url());

    struct row {
        const char* selector;
        strings queues;
    };

    const std::vector<row> rows{
        {"", {"fax", "mail", "sms", "v1.2", "v1x2"}},
        {"queue=mail", {"mail"}},
        {"queue==mail", {"mail"}},
        {"queue=nope", {}},
        {"queue!=mail", {"fax", "sms", "v1.2", "v1x2"}},
        {"queue in (mail,fax)", {"fax", "mail"}},
        {"queue in (mail)", {"mail"}},
        {"queue notin (mail,fax)", {"sms", "v1.2", "v1x2"}},
        {"tier", {"mail", "sms", "v1.2", "v1x2"}},
        {"!tier", {"fax"}},
        // A label that is not there is not equal to anything.
        {"tier!=gold", {"fax", "sms"}},
        {"tier notin (gold,silver)", {"fax"}},
        {"tier=gold,queue!=mail", {"v1.2", "v1x2"}},
        {"tier,queue in (mail,sms),queue!=sms", {"mail"}},
        // A dot is a dot, and not any character.
        {"queue in (v1.2,nope)", {"v1.2"}},
        {"queue=v1.2", {"v1.2"}},
        {"tier=gold,queue notin (v1.2)", {"mail", "v1x2"}},
    };
    for (const auto& row : rows) {
        INFO(row.selector);
        const auto answer = server.metric("depth", row.selector);
        CHECK(answer.status == 200);
        CHECK(answer.labels("queue") == row.queues);
    }

    CHECK(server.metric("depth", "tier>3").status == 400);
    CHECK(server.metric("depth", "a===").sentence() ==
          "400 unable to parse requirement: found '=', expected: identifier");
    CHECK(server.metric("depth", "app.kubernetes.io/name=x").status == 400);
}

} // namespace selectors_test
