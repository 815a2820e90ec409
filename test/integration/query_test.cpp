#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace query_test {

using namespace barograph::test;

namespace {

constexpr const char* exposition = R"(
queue_depth{queue="mail"} 57
queue_depth{queue="sms"} 5
)";

constexpr const char* rules = R"(externalRules:
- seriesQuery: 'queue_depth'
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
- seriesQuery: '{__name__=~"^queue_.*"}'
  name: {matches: '^queue_(.*)$', as: 'all_${1}'}
  metricsQuery: '<<.Series>>{<<.LabelMatchers>>}'
)";

struct desk {
    finished_program query(const std::vector<std::string>& words) const {
        return query_at(prometheus.url(), words);
    }

    finished_program query_at(const std::string& url, const std::vector<std::string>& words) const {
        std::vector<std::string> command{program(), "query", "--config=" + config, "--prometheus-url=" + url};
        command.insert(command.end(), words.begin(), words.end());
        return run_program(command);
    }

    exposition_server worker{exposition};
    real_prometheus prometheus{worker.address()};
    temporary_folder folder;
    std::string config = folder.write("rules.yaml", rules);
};

} // namespace

TEST_CASE("from a desk, a metric is explained by a config and a real Prometheus") {
    const desk at;
    at.prometheus.has("queue_depth");

    const auto value =
        at.query({"queue_depth", "-l", "queue=mail", "--target-average-value=10", "--current-replicas=2"});
    INFO(value.output);
    CHECK(value.status == 0);
    CHECK_THAT(value.output, ContainsSubstring("query         sum(queue_depth{queue=\"mail\"})\n"));
    CHECK_THAT(value.output, ContainsSubstring("value         57\n"));
    CHECK_THAT(value.output, ContainsSubstring("replicas      6 wanted"));

    // The name is found by discovery, not written in the rule.
    const auto found = at.query({"all_depth", "-o", "json"});
    const auto told = nlohmann::json::parse(found.output);
    CHECK(told.at("series") == "queue_depth");
    CHECK(told.at("values").size() == 2);
    CHECK_THAT(told.at("rule").at("location").get<std::string>(), ContainsSubstring("rules.yaml:4"));

    const auto unknown = at.query({"all_dept"});
    CHECK(unknown.status == 1);
    CHECK_THAT(unknown.output, ContainsSubstring("did you mean all_depth?"));

    const auto unreachable = at.query_at("http://127.0.0.1:1", {"queue_depth"});
    CHECK(unreachable.status == 1);
    CHECK_THAT(unreachable.output, ContainsSubstring("error         503 ServiceUnavailable"));

    // Another Prometheus stands in, and who looks at the value is told.
    const auto instead =
        at.query_at("http://127.0.0.1:1", {"queue_depth", "--prometheus-url=" + at.prometheus.url()});
    CHECK(instead.status == 0);
    CHECK_THAT(instead.output,
               ContainsSubstring("value         62\n") &&
                   ContainsSubstring("Prometheus " + at.prometheus.url() + " is asked instead"));
}

} // namespace query_test
