#include "test/integration/barograph_server.hpp"
#include "test/support/catch.hpp"

#include <csignal>
#include <fstream>

namespace accounting_test {

using namespace barograph::test;
using nlohmann::json;

namespace {

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: 'depth'
    metricsQuery: 'sum(<<.Series>>)'
)";

constexpr const char* no_prometheus = "http://127.0.0.1:1";

std::vector<json> events_in(const std::string& text) {
    std::vector<json> events;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('{')) {
            events.push_back(json::parse(line));
        }
    }
    return events;
}

// The stages told of a path, in order.
std::vector<std::string> stages_of(const std::string& path, const std::vector<json>& events) {
    std::vector<std::string> stages;
    for (const auto& event : events) {
        if (event.at("requestURI") == path) {
            stages.push_back(event.at("stage"));
        }
    }
    return stages;
}

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("promtool finds nothing to say about the metrics of a server at work") {
    const temporary_folder folder;
    barograph_server server(rules, no_prometheus, {"--audit-log-path=" + (folder.path() / "audit").string()});
    CHECK(server.get("/nope").status == 404);
    CHECK(server.metric("depth").status == 503);
    CHECK(server.get(api).status == 200);
    const auto metrics = server.get("/metrics");
    REQUIRE(metrics.status == 200);
    for (const auto* part :
         {"barograph_http_request_duration_seconds_bucket{code=\"5xx\",route=\"metric\",",
          "barograph_http_requests_in_flight 1\n", "barograph_open_connections 1\n",
          "barograph_background_tasks ", "process_open_fds ",
          "barograph_certificate_validity_left{certificate=\"serving\",unit=\"days\"} 364.",
          "barograph_audit_events_total{result=\"written\"} ", "barograph_build_info{compiler=\""}) {
        CHECK_THAT(metrics.text, ContainsSubstring(part));
    }
    const auto file = folder.write("metrics.txt", metrics.text);
    const auto verdict = run_program({"sh", "-c", "promtool check metrics < '" + file + "'"});
    CHECK(verdict.output.empty());
    CHECK(verdict.status == 0);
}

TEST_CASE("each request is a line of the log from -v=3 on") {
    const std::string line = " method=GET uri=\"/nope?a=b\" status=404 ";
    barograph_server silent(rules, no_prometheus, {"-v=2"});
    CHECK(silent.get("/nope?a=b").status == 404);
    CHECK_THAT(silent.process().output(), !ContainsSubstring(line));
    barograph_server talking(rules, no_prometheus, {"-v=3"});
    CHECK(talking.get("/nope?a=b").status == 404);
    CHECK_THAT(talking.process().output(), ContainsSubstring(line));
    CHECK_THAT(talking.process().output(), ContainsSubstring(" info request peer=127.0.0.1:"));
}

TEST_CASE("audit events go to a file, or to stdout, as the policy says") {
    const temporary_folder folder;
    const auto policy = folder.write("policy.yaml", "apiVersion: audit.k8s.io/v1\n"
                                                    "kind: Policy\n"
                                                    "rules:\n"
                                                    "- {level: None, nonResourceURLs: [/readyz*]}\n"
                                                    "- {level: Metadata, omitStages: [RequestReceived]}\n");
    const auto path = metric_path("depth");
    SECTION("a file, in mode batch") {
        const auto file = folder.path() / "audit.log";
        barograph_server server(
            rules, no_prometheus,
            {"--audit-log-path=" + file.string(), "--audit-log-mode=batch", "--audit-policy-file=" + policy});
        CHECK(server.get(path).status == 503);
        server.process().signal(SIGTERM);
        CHECK(server.process().wait() == 0);
        const auto events = events_in(content_of(file));
        CHECK(stages_of(path, events) == list{"ResponseComplete"});
        CHECK(stages_of("/readyz", events).empty());
        REQUIRE_FALSE(events.empty());
        CHECK(events.back().at("responseStatus").at("code") == 503);
        CHECK(events.back().at("objectRef").at("namespace") == "shop");
    }
    SECTION("stdout, every request") {
        barograph_server server(rules, no_prometheus, {"--audit-log-path=-"});
        CHECK(server.get(path).status == 503);
        CHECK(stages_of(path, events_in(server.process().output())) ==
              list{"RequestReceived", "ResponseComplete"});
    }
}

TEST_CASE("SIGHUP lets the audit log go on in a new file, by the policy as it is then") {
    const temporary_folder folder;
    const auto policy_for = [](const std::string& level) {
        return "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n- "
               "{level: " +
               level + ", nonResourceURLs: [/nope]}\n";
    };
    const auto policy = folder.write("policy.yaml", policy_for("Metadata"));
    const auto file = folder.path() / "audit.log";
    const auto moved = folder.path() / "audit.log-20260101";
    barograph_server server(rules, no_prometheus,
                            {"--audit-log-path=" + file.string(), "--audit-policy-file=" + policy});
    CHECK(server.get("/nope").status == 404);

    std::filesystem::rename(file, moved);
    folder.write("policy.yaml", policy_for("Nonsense"));
    server.process().signal(SIGHUP);
    server.process().output_after("the audit policy read before stays in force");
    server.process().output_after("audit log: the file was opened anew");
    CHECK(server.get("/nope").status == 404);
    CHECK(stages_of("/nope", events_in(content_of(moved))) == list{"ResponseComplete"});
    CHECK(stages_of("/nope", events_in(content_of(file))) == list{"ResponseComplete"});

    folder.write("policy.yaml", policy_for("None"));
    server.process().signal(SIGHUP);
    server.process().output_after("audit policy taken up");
    CHECK(server.get("/nope").status == 404);
    CHECK(events_in(content_of(file)).size() == 1);
}

TEST_CASE("SIGHUP has the rules read again, too") {
    barograph_server server(rules, no_prometheus);
    server.process().signal(SIGHUP);
    server.process().output_after("SIGHUP: reading the files again");
    server.process().output_after("configuration taken up: 1 external rules");
}

TEST_CASE("an audit policy with a mistake is refused at start, with its place") {
    const temporary_folder folder;
    const auto policy = folder.write("policy.yaml", "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n"
                                                    "- level: Metdata\n");
    const auto ended = run_program({program(), "serve", "--standalone", "--secure-port=0",
                                    "--config=" + folder.write("rules.yaml", rules),
                                    "--cert-dir=" + folder.path().string(), "--audit-policy-file=" + policy});
    CHECK(ended.status == 1);
    CHECK_THAT(ended.output, ContainsSubstring(policy + ":4:10: \"Metdata\" is no level; expected None"));
}

} // namespace accounting_test
