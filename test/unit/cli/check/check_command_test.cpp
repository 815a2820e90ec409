#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/cli/run_captured.hpp"

#include <nlohmann/json.hpp>

namespace check_check_command_test {

using namespace barograph;
using nlohmann::json;
using test::ContainsSubstring;
using test::run_captured;
using test::StartsWith;

namespace {

constexpr const char* good = "externalRules:\n"
                             "- seriesQuery: 'depth{job=\"w\"}'\n"
                             "  name: {as: 'queue_depth'}\n"
                             "  metricsQuery: 'sum(depth{job=\"w\",<<.LabelMatchers>>})'\n"
                             "- seriesQuery: '{__name__=~\"^queue_.*\"}'\n"
                             "  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'\n";

constexpr const char* odd = "externalRules:\n"
                            "- seriesQuery: 'depth{job=\"w\"}'\n"
                            "  metricsQuery: 'sum(depth)'\n"
                            "- seriesQuery: 'depth'\n"
                            "  metricsQuery: 'sum(depth{<<.LabelMatchers>>})'\n";

constexpr const char* wrong = "externalRules:\n"
                              "- seriesQuery: 'up{'\n"
                              "  metricsQuery: 'sum(up{<<.LabelMatchers>>})'\n"
                              "- seriesQuery: 'up'\n"
                              "  metricQuery: 'sum(up)'\n";

constexpr const char* unserved = "rules:\n"
                                 "- {seriesQuery: a, metricsQuery: '<<.LabelMatchers>>'}\n"
                                 "resourceRules: {window: 1m}\n";

struct fixture {
    std::string file(const std::string& name, const char* text) const { return folder.write(name, text); }

    test::temporary_folder folder;
};

std::size_t count(const std::string& text, const std::string& piece) {
    std::size_t found = 0;
    for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
        ++found;
    }
    return found;
}

} // namespace

TEST_CASE_METHOD(fixture, "a good file is accepted, and each rule told with the name that it gives") {
    const auto path = file("rules.yaml", good);
    const auto ended = run_captured({"check", path});
    CHECK(ended.status == cli::exit_status::success);
    CHECK(ended.err.empty());
    CHECK(ended.out == path + ": accepted, 2 external rules\n  " + path +
                           ":2: depth{job=\"w\"} gives queue_depth\n  " + path +
                           ":5: {__name__=~\"^queue_.*\"} gives names that depend on its series\n"
                           "1 file, 2 external rules: 0 errors, 0 warnings\n");
}

TEST_CASE_METHOD(fixture, "every problem of every file is told in one run, good files beside bad ones") {
    const auto bad = file("bad.yaml", wrong);
    const auto fine = file("fine.yaml", good);
    const auto none = (folder.path() / "none.yaml").string();
    const auto ended = run_captured({"check", bad, fine, none});
    CHECK(ended.status == cli::exit_status::failure);
    CHECK_THAT(ended.out,
               StartsWith(bad + ":2:") && ContainsSubstring(": error: seriesQuery: ") &&
                   ContainsSubstring(bad + ":5:3: error: unknown field \"metricQuery\"") &&
                   ContainsSubstring(none + ": error: cannot be read") &&
                   ContainsSubstring(bad + ": refused\n" + fine + ": accepted, 2 external rules\n") &&
                   ContainsSubstring("3 files, 2 external rules: 3 errors, 0 warnings\n"));
}

TEST_CASE_METHOD(fixture, "warnings leave the status alone, unless they are to be errors") {
    const auto path = file("odd.yaml", odd);
    const auto lenient = run_captured({"check", path});
    CHECK(lenient.status == cli::exit_status::success);
    CHECK_THAT(
        lenient.out,
        ContainsSubstring(path +
                          ":3:17: warning: metricsQuery: uses no <<.LabelMatchers>>: the HPA's selector "
                          "and namespace are ignored, and the HPA adds up every series") &&
            ContainsSubstring(path +
                              ":3:17: warning: metricsQuery: the matcher on job in seriesQuery decides "
                              "only whether the metric exists") &&
            ContainsSubstring(path + ":4:3: warning: this rule gives only the metric \"depth\", as does the "
                                     "rule in line 2; the last that has series is used") &&
            ContainsSubstring("0 errors, 3 warnings\n"));
    const auto strict = run_captured({"check", "--strict", path});
    CHECK(strict.status == cli::exit_status::failure);
    CHECK_THAT(strict.out, ContainsSubstring(path + ":4:3: error: this rule gives only") &&
                               ContainsSubstring("3 errors, 0 warnings\n"));
}

TEST_CASE_METHOD(fixture,
                 "rules that are not served are said so once each, and are nothing to be strict with") {
    const auto path = file("old.yaml", unserved);
    const auto ended = run_captured({"check", "--strict", path});
    CHECK(ended.status == cli::exit_status::success);
    CHECK(count(ended.out, "checked but not served") == 2);
    CHECK_THAT(ended.out,
               StartsWith(path + ":2:1: note: 1 rule for custom.metrics.k8s.io, checked but not") &&
                   ContainsSubstring(path + ":3:16: note: rules for metrics.k8s.io, checked but not") &&
                   ContainsSubstring("0 external rules: 0 errors, 0 warnings\n"));
}

TEST_CASE_METHOD(fixture, "Helm values are checked as a config file is") {
    const auto path = file("values.yaml", "rules:\n  external:\n  - seriesQuery: up\n"
                                          "    metricsQuery: up{<<.LabelMatchers>>}\nreplicas: 2\n");
    const auto ended = run_captured({"check", path});
    CHECK(ended.status == cli::exit_status::success);
    CHECK_THAT(ended.out, ContainsSubstring(path + ":3: up gives up\n"));
}

TEST_CASE_METHOD(fixture, "a report for programs has one shape, whatever was found") {
    const auto fine = file("fine.yaml", good);
    const auto bad = file("bad.yaml", wrong);
    const auto ended = run_captured({"check", "-o", "json", fine, bad});
    CHECK(ended.status == cli::exit_status::failure);
    CHECK(ended.err.empty());
    const auto report = json::parse(ended.out);
    CHECK(report.at("files") == json::array({{{"file", fine},
                                              {"accepted", true},
                                              {"externalRules", 2},
                                              {"customRules", 0},
                                              {"resourceRules", false}},
                                             {{"file", bad},
                                              {"accepted", false},
                                              {"externalRules", 0},
                                              {"customRules", 0},
                                              {"resourceRules", false}}}));
    REQUIRE(report.at("problems").size() == 2);
    const auto& problem = report.at("problems").at(1);
    CHECK(problem.at("file") == bad);
    CHECK(problem.at("line") == 5);
    CHECK(problem.at("column") == 3);
    CHECK(problem.at("level") == "error");
    CHECK_THAT(problem.at("message").get<std::string>(), StartsWith("unknown field \"metricQuery\""));
    CHECK(report.at("rules").at(0) == json{{"file", fine},
                                           {"line", 2},
                                           {"location", fine + ":2"},
                                           {"seriesQuery", "depth{job=\"w\"}"},
                                           {"metricsQuery", "sum(depth{job=\"w\",<<.LabelMatchers>>})"},
                                           {"fixedName", "queue_depth"},
                                           {"metricNames", {"queue_depth"}},
                                           {"seriesCount", nullptr}});
    CHECK(report.at("rules").at(1).at("fixedName").is_null());
    CHECK(report.at("rules").at(1).at("metricNames") == json::array());
    CHECK(report.at("prometheus").is_null());
    CHECK(report.at("summary") ==
          json{{"files", 2}, {"rules", 2}, {"errors", 2}, {"warnings", 0}, {"notes", 0}});
}

TEST_CASE_METHOD(fixture, "colours come when they are asked for, and not into a file or a pipe") {
    const auto path = file("odd.yaml", odd);
    CHECK_THAT(run_captured({"check", "--color=always", path}).out,
               ContainsSubstring("\x1b[1;33mwarning:\x1b[0m "));
    CHECK_THAT(run_captured({"check", path}).out, !ContainsSubstring("\x1b"));
    CHECK_THAT(run_captured({"check", "--color", "never", path}).out, !ContainsSubstring("\x1b"));
    CHECK_THAT(run_captured({"check", "--color=always", "-o=json", path}).out, !ContainsSubstring("\x1b"));
}

TEST_CASE_METHOD(fixture, "nothing of a file is obeyed by a terminal") {
    const auto path = file("evil.yaml", "externalRules:\n- seriesQuery: \"up{a='\\e[2J\\x9b'}\"\n"
                                        "  name: {as: \"\\e]0;x\\a\"}\n  metricsQuery: \"sum(up{a='',"
                                        "<<.LabelMatchers>>})\"\n");
    for (const auto* format : {"text", "json"}) {
        const auto ended = run_captured({"check", path, "-o", format});
        CHECK(ended.status == cli::exit_status::success);
        CHECK(ended.out.find_first_of("\x1b\a\x9b") == std::string::npos);
    }
    CHECK_THAT(run_captured({"check", path}).out, ContainsSubstring("gives \\x1b]0;x\\x07\n"));
}

TEST_CASE_METHOD(fixture, "a Prometheus that is not there is one line, after all that was found without it") {
    const auto path = file("odd.yaml", odd);
    const auto ended = run_captured({"check", path, "--prometheus-url=http://127.0.0.1:1"});
    CHECK(ended.status == cli::exit_status::failure);
    CHECK(ended.err.empty());
    CHECK(count(ended.out, "error: ") == 1);
    CHECK_THAT(ended.out, ContainsSubstring("3:17: warning: metricsQuery: uses no") &&
                              ContainsSubstring("\nerror: Prometheus http://127.0.0.1:1: ") &&
                              ContainsSubstring("accepted, 2 external rules") &&
                              ContainsSubstring("1 error, 3 warnings\n"));
    CHECK_THAT(run_captured({"check", path, "--prometheus-url=nowhere"}).out,
               ContainsSubstring("\nerror: --prometheus-url: not a URL"));
}

} // namespace check_check_command_test
