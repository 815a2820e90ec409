#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace check_test {

using namespace barograph::test;
using nlohmann::json;

namespace {

constexpr const char* samples = "queue_mail 1\n"
                                "queue_sms 2\n"
                                "queue_mail_created 3\n"
                                "work_mail 4\n";

constexpr const char* good = R"(externalRules:
- seriesQuery: '{__name__=~"^queue_.*"}'
  seriesFilters: [{isNot: '_created$'}]
  resources: {overrides: {namespace: {resource: namespace}}}
  name: {matches: '^queue_(.*)$', as: '${1}_waiting'}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
)";

// Each rule has something else that only Prometheus can tell.
constexpr const char* bad = R"(externalRules:
- seriesQuery: '{__name__=~"^queue_.*"}'
  name: {matches: '^queue_(mail|sms)$', as: '${1}_waiting'}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}))'
- seriesQuery: 'nothing_here'
  metricsQuery: 'sum(nothing_here{<<.LabelMatchers>>})'
- seriesQuery: '{__name__=~"^work_.*"}'
  name: {matches: '^work_(.*)$', as: '${1}_waiting'}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'
)";

finished_program check(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{program(), "check"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_program(command);
}

// The problems of a report, each as `line level message`.
std::vector<std::string> problems_of(const json& report) {
    std::vector<std::string> lines;
    for (const auto& problem : report.at("problems")) {
        lines.push_back(std::to_string(problem.at("line").get<int>()) + " " +
                        problem.at("level").get<std::string>() + " " +
                        problem.at("message").get<std::string>());
    }
    return lines;
}

} // namespace

TEST_CASE("check tells what good rules find in Prometheus now") {
    exposition_server worker(samples);
    const real_prometheus prometheus(worker.address());
    prometheus.has("queue_mail");
    const temporary_folder folder;
    const auto file = folder.write("rules.yaml", good);
    const auto ended = check({file, "--prometheus-url", prometheus.url(), "--strict", "-o", "json"});
    INFO(ended.output);
    CHECK(ended.status == 0);
    const auto report = json::parse(ended.output);
    CHECK(report.at("problems").empty());
    CHECK(report.at("prometheus") == json{{"url", prometheus.url()}, {"error", nullptr}});
    REQUIRE(report.at("rules").size() == 1);
    CHECK(report.at("rules").at(0).at("metricNames") == json{"mail_waiting", "sms_waiting"});
    CHECK(report.at("rules").at(0).at("seriesCount") == 3);

    const auto text = check({file, "--prometheus-url", prometheus.url(), "--prometheus-verb=POST"});
    CHECK(text.status == 0);
    CHECK_THAT(text.output, ContainsSubstring("now 3 series names, 2 metrics: mail_waiting, sms_waiting\n"));
}

TEST_CASE("check tells what only Prometheus can: no series, names that collide, queries it refuses") {
    exposition_server worker(samples);
    const real_prometheus prometheus(worker.address());
    prometheus.has("work_mail");
    const temporary_folder folder;
    const auto file = folder.write("rules.yaml", bad);
    CHECK(check({file}).status == 0);
    const auto ended = check({file, "--prometheus-url=" + prometheus.url(), "-o=json"});
    INFO(ended.output);
    CHECK(ended.status == 1);
    const auto report = json::parse(ended.output);
    const auto problems = problems_of(report);
    REQUIRE(problems.size() == 3);
    CHECK_THAT(
        problems[0],
        StartsWith("2 error metricsQuery: the query of the metric mail_waiting, sum(rate(queue_mail{})), "
                   "is refused: Prometheus " +
                   prometheus.url()) &&
            ContainsSubstring("expected type range vector") && ContainsSubstring("3 more"));
    CHECK(problems[1] == "5 warning seriesQuery nothing_here finds no series now; the metric nothing_here is "
                         "listed all the same, without a value");
    CHECK_THAT(problems[2],
               StartsWith("7 warning the rules in lines 2 and 7 give the metric mail_waiting; the one "
                          "in line 7 is used now"));
    CHECK(report.at("rules").at(1).at("seriesCount") == 0);
    CHECK(report.at("summary").at("errors") == 1);
    CHECK(report.at("summary").at("warnings") == 2);

    const auto text = check({file, "--prometheus-url=" + prometheus.url()});
    CHECK_THAT(text.output, ContainsSubstring(file + ":2: error: metricsQuery: the query of the metric"));
}

TEST_CASE("check tells a Prometheus that does not answer in one line, and the rest all the same") {
    exposition_server worker(samples);
    real_prometheus prometheus(worker.address());
    const temporary_folder folder;
    const auto file = folder.write("rules.yaml", bad);
    SECTION("it is frozen") {
        prometheus.freeze();
        const auto ended =
            check({file, "--prometheus-url=" + prometheus.url(), "--prometheus-timeout=200ms"});
        prometheus.thaw();
        CHECK(ended.status == 1);
        CHECK_THAT(ended.output, StartsWith("error: Prometheus " + prometheus.url()) &&
                                     ContainsSubstring("\n" + file + ": accepted, 3 external rules\n"));
    }
    SECTION("it is gone") {
        prometheus.kill();
        const auto ended = check({file, "--prometheus-url=" + prometheus.url()});
        CHECK(ended.status == 1);
        CHECK_THAT(ended.output, StartsWith("error: Prometheus " + prometheus.url()) &&
                                     ContainsSubstring("Connection refused\n" + file + ": accepted, 3"));
    }
}

TEST_CASE("check reads the standard input, and takes it for a file like any other") {
    const temporary_folder folder;
    const auto file = folder.write("rules.yaml", bad);
    const auto ended = run_program({"sh", "-c", "'" + program() + "' check - < '" + file + "'"});
    CHECK(ended.status == 0);
    CHECK_THAT(ended.output, StartsWith("<stdin>: accepted, 3 external rules\n  <stdin>:2: "));
}

TEST_CASE("check shows how far it is on a terminal, and takes that away again") {
    exposition_server worker(samples);
    const real_prometheus prometheus(worker.address());
    std::string rules = "externalRules:\n";
    for (int i = 0; i < 1000; ++i) {
        const auto name = "queue_" + std::to_string(i);
        rules += "- {seriesQuery: " + name + ", metricsQuery: 'sum(" + name + "{<<.LabelMatchers>>})'}\n";
    }
    const temporary_folder folder;
    const auto file = folder.write("rules.yaml", rules);
    const auto command =
        "'" + program() + "' check '" + file + "' --color=never --prometheus-url=" + prometheus.url();
    const auto on_terminal = run_program({"script", "-qec", command, "/dev/null"});
    CHECK(on_terminal.status == 0);
    CHECK_THAT(on_terminal.output, ContainsSubstring("\r\x1b[Kasking Prometheus for series: 0 of 1000") &&
                                       ContainsSubstring("\r\x1b[K" + file + ":2: warning: ") &&
                                       ContainsSubstring("1 file, 1000 external rules: 0 errors"));
    const auto into_file = run_program({"sh", "-c", command});
    CHECK_THAT(into_file.output, !ContainsSubstring("asking Prometheus"));
}

} // namespace check_test
