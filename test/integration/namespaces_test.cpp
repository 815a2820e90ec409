#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace namespaces_test {

using namespace barograph::test;
using strings = std::vector<std::string>;

namespace {

constexpr const char* exposition = R"(
by_override{team="shop"} 1
by_override{team="bank"} 2
by_override{queue="mail"} 4
by_template{kube_namespace="shop"} 10
by_template{kube_namespace="bank"} 20
everywhere{namespace="shop"} 100
everywhere{namespace="bank"} 200
)";

constexpr const char* rules = R"(
externalRules:
- seriesQuery: 'by_override'
  resources: {overrides: {team: {resource: namespace}}}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
- seriesQuery: 'by_template'
  resources: {template: 'kube_<<.Resource>>'}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
- seriesQuery: 'everywhere'
  resources: {template: '<<.Resource>>', namespaced: false}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
)";

} // namespace

TEST_CASE("a rule's resources decide which namespace's series count") {
    const exposition_server worker(exposition);
    const real_prometheus prometheus(worker.address());
    prometheus.has("everywhere");
    barograph_server server(rules, prometheus.url());

    struct row {
        const char* metric;
        const char* selector;
        const char* ns;
        strings values;
    };

    const std::vector<row> rows{
        {"by_override", "", "shop", {"1"}},   {"by_override", "", "bank", {"2"}},
        {"by_override", "", "other", {}},     {"by_override", "queue=mail", "shop", {}},
        {"by_template", "", "shop", {"10"}},  {"by_template", "", "bank", {"20"}},
        {"by_template", "", "*", {}},         {"everywhere", "", "shop", {"300"}},
        {"everywhere", "", "other", {"300"}}, {"everywhere", "namespace=bank", "shop", {"200"}},
    };
    for (const auto& row : rows) {
        INFO(row.metric << " " << row.selector << " in " << row.ns);
        const auto answer = server.metric(row.metric, row.selector, row.ns);
        CHECK(answer.status == 200);
        CHECK(answer.values() == row.values);
    }
}

} // namespace namespaces_test
