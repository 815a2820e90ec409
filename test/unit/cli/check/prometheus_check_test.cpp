#include "cli/check/prometheus_check.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/cli/check/checked_rules.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

#include <algorithm>

namespace check_prometheus_check_test {

using namespace barograph;
using namespace std::chrono_literals;
using barograph::prometheus::errc;
using test::ContainsSubstring;
using test::failure;
using list = std::vector<std::string>;

namespace {

struct fixture {
    cli::check_report ask(std::string_view yaml) {
        auto report = test::report_of(yaml);
        cli::prometheus_session session(context.get_executor(), prometheus, {.max_age = 10min});
        test::run_coroutine(context, cli::ask_prometheus(session, report));
        return report;
    }

    // The problems, one line each.
    list problems_of(std::string_view yaml) {
        const auto report = ask(yaml);
        list lines;
        for (const auto& problem : report.files.front().problems) {
            lines.push_back(config::to_string(problem));
        }
        return lines;
    }

    net::asio::io_context context;
    test::scripted_prometheus prometheus;
};

constexpr const char* queues = "externalRules:\n"
                               "- seriesQuery: '{__name__=~\"queue_.*\"}'\n"
                               "  seriesFilters: [{isNot: _created$}]\n"
                               "  name: {matches: '^queue_(.*)$', as: '${1}_waiting'}\n"
                               "  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'\n";

} // namespace

TEST_CASE_METHOD(fixture,
                 "what a rule finds now is told: series names, and the metrics that it makes of them") {
    prometheus.series["{__name__=~\"queue_.*\"}"] = list{"queue_a", "queue_a_created", "queue_b"};
    const auto report = ask(queues);
    CHECK(report.files.front().problems.empty());
    CHECK_FALSE(report.prometheus->failure.has_value());
    const auto& found = report.files.front().rules.front().found;
    REQUIRE(found.has_value());
    CHECK(found->series_names == 3);
    CHECK(found->metrics == list{"a_waiting", "b_waiting"});
    REQUIRE(prometheus.listings.size() == 1);
    const auto age = std::chrono::system_clock::now() - prometheus.listings.front().start;
    CHECK(age >= 10min);
    CHECK(age < 11min);
}

TEST_CASE_METHOD(fixture, "the query of each metric is read there, with and without a selector") {
    prometheus.series["{__name__=~\"queue_.*\"}"] = list{"queue_a", "queue_b"};
    ask(queues);
    auto& parsed = prometheus.parsed;
    std::ranges::sort(parsed);
    REQUIRE(parsed.size() == 4);
    CHECK(std::ranges::find(parsed, "sum(queue_a{})") != parsed.end());
    CHECK(std::ranges::find(parsed, "sum(queue_b{})") != parsed.end());
    CHECK(std::ranges::count_if(parsed, [](const std::string& promql) {
              return promql.find("app=\"sample\"") != std::string::npos;
          }) == 2);
}

TEST_CASE_METHOD(fixture, "rules with one seriesQuery share a question, and equal queries are read once") {
    prometheus.series["up"] = list{"up"};
    ask("externalRules:\n"
        "- {seriesQuery: up, name: {as: a}, metricsQuery: 'sum(up{<<.LabelMatchers>>})'}\n"
        "- {seriesQuery: up, name: {as: b}, metricsQuery: 'sum(up{<<.LabelMatchers>>})'}\n");
    CHECK(prometheus.listings.size() == 1);
    CHECK(prometheus.parsed.size() == 2);
}

TEST_CASE_METHOD(fixture, "a rule that finds nothing is warned of, and its query is read all the same") {
    CHECK(problems_of(queues) ==
          list{"f:2: warning: seriesQuery {__name__=~\"queue_.*\"} finds no series now; "
               "the rule gives no metric now"});
    CHECK(prometheus.parsed.size() == 2);
    CHECK_THAT(problems_of("externalRules: [{seriesQuery: up, metricsQuery: 'sum(up{<<.LabelMatchers>>})'}]")
                   .front(),
               ContainsSubstring("finds no series now; the metric up is listed all the same"));
}

TEST_CASE_METHOD(fixture, "a rule that keeps nothing of what it finds is warned of") {
    prometheus.series["{__name__=~\"queue_.*\"}"] = list{"queue_a_created"};
    CHECK(problems_of(queues) ==
          list{"f:2: warning: of the series names that seriesQuery finds (queue_a_created) seriesFilters and "
               "name.matches keep none; the rule gives no metric now"});
}

TEST_CASE_METHOD(fixture, "a query that Prometheus refuses is an error that names rule, query and reason") {
    prometheus.refusals["sum(rate(up{}))"] = {errc::rejected, "Prometheus says: expected range vector"};
    const auto problems = problems_of(
        "externalRules:\n- seriesQuery: up\n  metricsQuery: 'sum(rate(up{<<.LabelMatchers>>}))'\n");
    REQUIRE(problems.size() == 2);
    CHECK(problems[0] == "f:2: metricsQuery: the query of the metric up, sum(rate(up{})), is refused: "
                         "Prometheus says: expected range vector");
}

TEST_CASE_METHOD(fixture,
                 "of many refused queries of a rule the first is told, and how many more there are") {
    prometheus.series["{__name__=~\"queue_.*\"}"] = list{"queue_a", "queue_b"};
    for (const auto* promql : {"sum(queue_a{})", "sum(queue_b{})"}) {
        prometheus.refusals[promql] = {errc::rejected, "no"};
    }
    const auto problems = problems_of(queues);
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], ContainsSubstring("sum(queue_a{}), is refused: no (so it is with 1 more"));
}

TEST_CASE_METHOD(fixture, "a seriesQuery that Prometheus refuses is an error of its rule alone") {
    prometheus.series["up"] = failure(errc::rejected, "Prometheus says: no");
    prometheus.series["down"] = list{"down"};
    const auto report = ask("externalRules:\n"
                            "- {seriesQuery: up, metricsQuery: 'sum(up{<<.LabelMatchers>>})'}\n"
                            "- {seriesQuery: down, metricsQuery: 'sum(down{<<.LabelMatchers>>})'}\n");
    CHECK_FALSE(report.prometheus->failure.has_value());
    const auto& file = report.files.front();
    REQUIRE(file.problems.size() == 1);
    CHECK(config::to_string(file.problems[0]) ==
          "f:2: the series of seriesQuery up can't be listed: Prometheus says: no");
    CHECK_FALSE(file.rules[0].found.has_value());
    CHECK(file.rules[1].found->metrics == list{"down"});
}

TEST_CASE_METHOD(fixture, "names that collide now are warned of, with the rule that wins") {
    prometheus.series["{__name__=~\"a.*\"}"] = list{"ax", "ay"};
    prometheus.series["{__name__=~\"b.*\"}"] = list{"bx", "by", "bz"};
    CHECK(
        problems_of("externalRules:\n"
                    "- {seriesQuery: '{__name__=~\"a.*\"}', name: {matches: '^a(.)$'}, metricsQuery: "
                    "'sum(<<.Series>>{<<.LabelMatchers>>})'}\n"
                    "- {seriesQuery: '{__name__=~\"b.*\"}', name: {matches: '^b(.)$'}, metricsQuery: "
                    "'sum(<<.Series>>{<<.LabelMatchers>>})'}\n") ==
        list{"f:3: warning: the rules in lines 2 and 3 give 2 metrics (x, y); the one in line 3 is used now "
             "(expected names of their own)"});
}

TEST_CASE_METHOD(fixture, "a Prometheus that does not answer is asked once, and is a failure of the whole") {
    prometheus.answer = failure(errc::unreachable, "Prometheus http://scripted: Connection refused");
    const auto report = ask(queues);
    CHECK(report.prometheus->failure == "Prometheus http://scripted: Connection refused");
    CHECK(report.files.front().problems.empty());
    CHECK(prometheus.listings.empty());
    CHECK(prometheus.parsed.empty());
}

TEST_CASE_METHOD(fixture, "a Prometheus that falls silent is given up after a few questions") {
    std::string yaml = "externalRules:\n";
    for (int i = 0; i < 100; ++i) {
        const auto name = "s" + std::to_string(i);
        yaml += "- {seriesQuery: " + name + ", metricsQuery: 'sum(" + name + "{<<.LabelMatchers>>})'}\n";
        prometheus.series[name] = failure(errc::timed_out, "no answer in time");
    }
    const auto report = ask(yaml);
    CHECK(report.prometheus->failure == "no answer in time (3 times in a row)");
    CHECK(prometheus.listings.size() < 20);
    CHECK(prometheus.parsed.empty());
}

TEST_CASE_METHOD(fixture, "what Prometheus says is printable before it is told") {
    prometheus.series["{__name__=~\"queue_.*\"}"] = failure(errc::rejected, "bad\x1b[2J\nnews");
    CHECK_THAT(problems_of(queues).front(), ContainsSubstring("bad\\x1b[2J\\nnews"));
}

} // namespace check_prometheus_check_test
