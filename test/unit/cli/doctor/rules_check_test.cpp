#include "cli/doctor/rules_check.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

namespace doctor_rules_check_test {

using namespace barograph;
using test::ContainsSubstring;
using test::scripted_answer;
using list = std::vector<std::string>;

namespace {

constexpr const char* two_rules = "externalRules:\n"
                                  "- {seriesQuery: up, metricsQuery: 'sum(up{<<.LabelMatchers>>})'}\n"
                                  "- {seriesQuery: gone, metricsQuery: 'sum(gone{<<.LabelMatchers>>})'}\n";

// The server is Prometheus.
struct fixture : test::examined_cluster {
    fixture() {
        options.prometheus_urls = {server.url()};
        server.when(
            "/api/v1/query",
            scripted_answer::json(
                R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}]}})"));
        server.when("/api/v1/format_query", scripted_answer::json(R"({"status":"success","data":"x"})"));
        server.always([this](const test::scripted_request& request) {
            const bool is_known =
                known == "*" || request.target.find("match%5B%5D=" + known) != std::string::npos;
            return scripted_answer::json(is_known ? R"({"status":"success","data":["up"]})"
                                                  : R"({"status":"success","data":[]})");
        });
    }

    void load(const char* rules) { options.config = folder.write("rules.yaml", rules); }

    list look() { return test::lines_of(make(cli::check_rules)); }

    std::string known = "up";
    test::temporary_folder folder;
};

} // namespace

TEST_CASE_METHOD(fixture, "a Prometheus that answers and rules that find series are good") {
    load("externalRules: [{seriesQuery: up, metricsQuery: 'sum(up{<<.LabelMatchers>>})'}]");
    CHECK(look() == list{"ok prometheus: " + server.url() + " answers",
                         "ok rules: " + options.config + ": 1 external rule, each finds series"});
}

TEST_CASE_METHOD(fixture, "rules that find no series now are counted and named, and can be looked at") {
    load(two_rules);
    CHECK(look().at(1) == "warning rules: " + options.config +
                              ": 2 external rules, of which 1 finds no series now (" + options.config +
                              ":3); repair: barograph check " + options.config + " --prometheus-url " +
                              server.url());
}

TEST_CASE_METHOD(fixture, "rules that no server would load are wrong, with the first error") {
    load(
        "externalRules:\n- {seriesQuery: 'up{', metricsQuery: up}\n- {seriesQuery: 'x{', metricsQuery: x}\n");
    CHECK_THAT(look().at(1), ContainsSubstring("wrong rules: " + options.config + ":2:") &&
                                 ContainsSubstring("more)") && ContainsSubstring("repair: barograph check"));
}

TEST_CASE_METHOD(fixture, "a Prometheus that does not answer is wrong, and the file is judged all the same") {
    load(two_rules);
    server.stop_listening();
    const auto found = look();
    REQUIRE(found.size() == 2);
    CHECK_THAT(found[0], ContainsSubstring("wrong prometheus: ") && ContainsSubstring("refused") &&
                             ContainsSubstring("repair: curl --show-error"));
    CHECK(found[1] == "ok rules: " + options.config + ": 2 external rules, each can be loaded");
}

TEST_CASE_METHOD(fixture, "a way to Prometheus that can't be gone is wrong, and tells no secret") {
    options.prometheus_headers = {"Authorization:secret"};
    CHECK_THAT(look().front(),
               ContainsSubstring("wrong prometheus: --prometheus-header") && !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "the user and the password of Prometheus' URL are not told") {
    options.prometheus_urls.front().insert(options.prometheus_urls.front().find("//") + 2, "user:secret@");
    SECTION("answering") {}
    SECTION("not answering") {
        server.stop_listening();
    }
    CHECK_THAT(look().front(), !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "what no flag gives is skipped") {
    options.prometheus_urls.clear();
    CHECK(look() ==
          list{"skipped prometheus: no --prometheus-url is given", "skipped rules: no --config is given"});
    load(two_rules);
    CHECK(look().at(1) == "ok rules: " + options.config + ": 2 external rules, each can be loaded");
}

} // namespace doctor_rules_check_test
