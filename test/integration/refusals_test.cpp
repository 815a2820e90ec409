#include "test/integration/barograph_server.hpp"
#include "test/support/catch.hpp"

#include <algorithm>

namespace refusals_test {

using namespace barograph::test;

namespace {

constexpr const char* good_rules =
    "externalRules:\n- {seriesQuery: 'depth', metricsQuery: 'sum(<<.Series>>)'}\n";

struct fixture {
    // Runs the program with what every start needs, and then `flags`, which win.
    [[nodiscard]] finished_program start(std::vector<std::string> flags) const {
        std::vector<std::string> command{program(), "serve", "--secure-port=0",
                                         "--cert-dir=" + (folder.path() / "certificates").string(),
                                         "--prometheus-url=http://127.0.0.1:1"};
        command.insert(command.end(), flags.begin(), flags.end());
        return run_program(command);
    }

    temporary_folder folder;
    std::string config = folder.write("rules.yaml", good_rules);
};

// The lines that are for whoever started the program; the log's begin with a date.
std::vector<std::string> complaints(const std::string& output) {
    std::vector<std::string> lines;
    std::istringstream text(output);
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with("2")) {
            lines.push_back(line);
        }
    }
    return lines;
}

std::string only_complaint(const finished_program& program) {
    const auto lines = complaints(program.output);
    INFO(program.output);
    REQUIRE(lines.size() == 1);
    return lines.front();
}

} // namespace

TEST_CASE_METHOD(fixture, "a flag that there is not is one line with the nearest one, and status 2") {
    const auto program = start({"--standalone", "--config=" + config, "--prometheus-ulr=http://p"});
    CHECK(program.status == 2);
    CHECK_THAT(only_complaint(program),
               StartsWith("barograph: unknown flag --prometheus-ulr; did you mean --prometheus-url?"));
}

TEST_CASE_METHOD(fixture, "a flag's value that cannot be is one line that names the flag, and status 2") {
    const std::string flag = GENERATE(as<std::string>{}, "--secure-port=70000", "--secure-port=x",
                                      "--metrics-relist-interval=soon", "--prometheus-timeout=0s");
    INFO(flag);
    const auto program = start({"--standalone", "--config=" + config, flag});
    CHECK(program.status == 2);
    CHECK_THAT(only_complaint(program), StartsWith("barograph: " + flag.substr(0, flag.find('='))));
}

TEST_CASE_METHOD(fixture, "an invalid configuration is refused by file, line and column, with status 1") {
    const auto broken = folder.write("broken.yaml", "externalRules:\n"
                                                    "- seriesQuery: 'depth'\n"
                                                    "  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'\n"
                                                    "  nmae: {as: 'x'}\n");
    const auto program = start({"--standalone", "--config=" + broken});
    CHECK(program.status == 1);
    const auto line = only_complaint(program);
    CHECK_THAT(line, StartsWith("barograph: " + broken + ":4:3: "));
    CHECK_THAT(line, ContainsSubstring("nmae"));
}

TEST_CASE_METHOD(fixture, "each problem of a configuration is a line of its own") {
    const auto broken = folder.write("broken.yaml", "externalRules:\n"
                                                    "- seriesQuery: 'depth{'\n"
                                                    "  metricsQuery: 'sum(<<.Series'\n");
    const auto program = start({"--standalone", "--config=" + broken});
    CHECK(program.status == 1);
    const auto lines = complaints(program.output);
    REQUIRE(lines.size() == 2);
    CHECK_THAT(lines[0], StartsWith("barograph: " + broken + ":2:"));
    CHECK_THAT(lines[1], StartsWith("barograph: " + broken + ":3:"));
}

TEST_CASE_METHOD(fixture, "a configuration that cannot be read is one line with its path, and status 1") {
    const auto path = (folder.path() / "nope.yaml").string();
    const auto program = start({"--standalone", "--config=" + path});
    CHECK(program.status == 1);
    CHECK_THAT(only_complaint(program), StartsWith("barograph: " + path));
}

TEST_CASE_METHOD(fixture, "a port in use is one line with address and cause, and status 1") {
    const barograph_server first(good_rules, "http://127.0.0.1:1");
    const auto port = std::to_string(first.port());
    const auto program = start({"--standalone", "--config=" + config, "--secure-port=" + port});
    CHECK(program.status == 1);
    CHECK(only_complaint(program) ==
          "barograph: cannot listen on 127.0.0.1:" + port + ": Address already in use");
}

TEST_CASE_METHOD(fixture, "without authentication it listens on nothing but loopback") {
    const std::string address = GENERATE(as<std::string>{}, "0.0.0.0", "::", "192.0.2.1");
    const auto program = start({"--standalone", "--config=" + config, "--bind-address=" + address});
    CHECK(program.status == 1);
    CHECK_THAT(only_complaint(program), StartsWith("barograph: --standalone serves without authentication"));
    CHECK_THAT(only_complaint(program), ContainsSubstring(address));
}

TEST_CASE_METHOD(fixture, "without a cluster and without --standalone it does not start") {
    const auto program = start({"--config=" + config});
    CHECK(program.status == 1);
    CHECK_THAT(only_complaint(program),
               StartsWith("barograph: no --authentication-kubeconfig, and not in a Pod"));
}

TEST_CASE("help and version are answers, not errors") {
    const auto version = run_program({program(), "version"});
    CHECK(version.status == 0);
    CHECK_THAT(version.output, StartsWith("barograph "));
    const auto help = run_program({program(), "serve", "--help"});
    CHECK(help.status == 0);
    CHECK_THAT(help.output, ContainsSubstring("--prometheus-url"));
}

} // namespace refusals_test
