#include "cli/query/query_report.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace query_query_report_test {

using namespace barograph;
using json = nlohmann::ordered_json;
using test::ContainsSubstring;

namespace {

cli::query_options with_target(std::int64_t milli, std::int64_t replicas) {
    cli::query_options options;
    options.target = rules::hpa_target{.what = rules::hpa_target::kind::average_value, .milli = milli};
    options.current_replicas = replicas;
    return options;
}

json explanation() {
    return json::parse(R"json({
        "metric": "jobs", "namespace": "shop", "selector": "queue=mail",
        "rule": {"location": "rules.yaml:3", "seriesQuery": "jobs{app=\"w\"}", "metricsQuery": "sum(<<.Series>>)"},
        "series": "jobs", "labelMatchers": "queue=\"mail\"", "query": "sum(jobs)",
        "prometheus": "Prometheus http://p",
        "samples": [{"labels": {"queue": "mail"}, "timestamp": "2023-11-14T22:13:21Z", "value": "57.0004"}],
        "values": [{"metricName": "jobs", "metricLabels": {}, "timestamp": "2023-11-14T22:13:21Z", "value": "57"}]
    })json");
}

std::string report(const json& told, const cli::query_options& options = {}) {
    return cli::query_report(options, told, cli::hpa_object(options, told));
}

} // namespace

TEST_CASE("a report tells the rule, the query, the samples and the value") {
    CHECK(report(explanation()) == "metric        jobs in namespace shop, selector queue=mail\n"
                                   "rule          rules.yaml:3\n"
                                   "query         sum(jobs)\n"
                                   "samples       {queue=\"mail\"} 57.0004 at 2023-11-14T22:13:21Z\n"
                                   "value         57\n");
}

TEST_CASE("with each step it tells what the rule says and what its parts became") {
    cli::query_options options;
    options.explain = true;
    const auto text = report(explanation(), options);
    CHECK_THAT(text, ContainsSubstring("  seriesQuery jobs{app=\"w\"}\n"));
    CHECK_THAT(text, ContainsSubstring("  series      jobs\n"));
    CHECK_THAT(text, ContainsSubstring("  matchers    queue=\"mail\"\n"));
    CHECK_THAT(text, ContainsSubstring("  template    sum(<<.Series>>)\n"));
    CHECK_THAT(text, ContainsSubstring("asked of      Prometheus http://p\n"));
}

TEST_CASE("what memory tells is told with its age, and how often it is asked for") {
    auto told = explanation();
    told["memory"] = {{"values", told["values"]}, {"ageSeconds", 2.44}, {"askedEverySeconds", 15.0}};
    told["memory"]["values"][0]["value"] = "61";
    CHECK_THAT(report(told),
               ContainsSubstring("memory        61, from a query 2.4 s ago; asked for every 15.0 s\n"));
    told["memory"].erase("askedEverySeconds");
    told["memory"]["values"] = json::array();
    CHECK_THAT(report(told), ContainsSubstring("memory        no value, from a query 2.4 s ago\n"));
    told["memory"] = json::object();
    CHECK_THAT(report(told), ContainsSubstring("memory        nothing at the moment\n"));
}

TEST_CASE("with a target it tells how many replicas an HPA would want") {
    const auto options = with_target(10'000, 2);
    const auto hpa = cli::hpa_object(options, explanation());
    CHECK(hpa.at("desiredReplicas") == 6);
    CHECK(hpa.at("usage") == "57");
    CHECK(hpa.at("targetAverageValue") == "10");
    CHECK(hpa.at("currentReplicas") == 2);
    CHECK(hpa.at("withinTolerance") == false);
    CHECK_THAT(report(explanation(), options),
               ContainsSubstring("replicas      6 wanted at a usage of 57, a target of 10 for each Pod and 2 "
                                 "replicas now"));
    CHECK_THAT(report(explanation(), with_target(10'000, 6)), ContainsSubstring("nothing changes"));
}

TEST_CASE("several values are added up, as an HPA does") {
    auto told = explanation();
    told["values"].push_back({{"value", "500m"}});
    CHECK_THAT(report(told), ContainsSubstring("57500m (2 values, which the HPA adds up)"));
    CHECK(cli::hpa_object(with_target(10'000, 1), told).at("usage") == "57500m");
}

TEST_CASE("no value, an error and a fallback are told for what they are") {
    auto empty = explanation();
    empty["samples"] = json::array();
    empty["values"] = json::array();
    CHECK_THAT(report(empty, with_target(1000, 1)), ContainsSubstring("value         none:"));
    CHECK(cli::hpa_object(with_target(1000, 1), empty).is_null());

    auto failed = explanation();
    failed.erase("values");
    failed["error"] = {{"code", 503}, {"reason", "ServiceUnavailable"}, {"message", "it is down"}};
    CHECK_THAT(report(failed), ContainsSubstring("error         503 ServiceUnavailable: it is down"));
    CHECK(report(failed).find("\nvalue ") == std::string::npos);

    auto held = explanation();
    held["fallback"] = {{"what", "hold"}, {"because", "it is down"}, {"ageSeconds", 40}};
    CHECK_THAT(report(held),
               ContainsSubstring("the last good value, of 40 s ago, is held, because: it is down"));
}

TEST_CASE("texts of others can't write on the terminal") {
    auto told = explanation();
    told["query"] = "sum(\x1b[31m)";
    told["samples"][0]["labels"]["queue"] = "a\nvalue 9";
    const auto text = report(told);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\nvalue 9") == std::string::npos);
}

} // namespace query_query_report_test
