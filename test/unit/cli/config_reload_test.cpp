#include "cli/config_reload.hpp"
#include "net/task_group.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

#include <unistd.h>

namespace config_reload_test {

using namespace barograph;
using test::ContainsSubstring;
using strings = std::vector<std::string>;

namespace {

std::string rule(const std::string& name) {
    return "externalRules:\n- {seriesQuery: '" + name + "', metricsQuery: 'sum(" + name +
           "{<<.LabelMatchers>>})'}\n";
}

struct fixture {
    fixture() {
        auto first = configuration.load();
        REQUIRE(first.has_value());
        discovery.emplace(context.get_executor(), prometheus, std::move(first->external_rules),
                          metrics::discovery_options{});
        tasks.spawn("following", configuration.run(*discovery));
    }

    ~fixture() {
        tasks.cancel();
        test::run_coroutine(context, tasks.join());
    }

    [[nodiscard]] strings listed() const { return discovery->current()->names()->names; }

    void await(const strings& names) {
        test::run_until(context, [&] { return listed() == names; });
    }

    test::temporary_folder folder;
    std::string path = folder.write("rules.yaml", rule("jobs"));
    net::asio::io_context context;
    telemetry::instruments instruments{"test"};
    test::scripted_prometheus prometheus;
    cli::config_reload configuration{context.get_executor(), path, instruments};
    std::optional<metrics::discovery> discovery;
    net::task_group tasks{context.get_executor(), nullptr};
};

} // namespace

TEST_CASE_METHOD(fixture, "a valid change of the rules takes effect") {
    CHECK(listed() == strings{"jobs"});
    folder.write("rules.yaml", rule("tasks"));
    await({"tasks"});
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_config_loads_total{result=\"success\"} 2"));
}

TEST_CASE_METHOD(fixture, "a file with an error is refused whole, and says why; the next valid one counts") {
    const test::captured_output log(STDERR_FILENO);
    folder.write("rules.yaml", rule("tasks") + "- {seriesQuery: up}\n");
    test::run_until(context, [&] { return log.text().find("not taken up") != std::string::npos; });
    CHECK(listed() == strings{"jobs"});
    CHECK_THAT(log.text(), ContainsSubstring("rules.yaml:3"));
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_config_last_reload_successful 0"));

    folder.write("rules.yaml", rule("more_tasks"));
    await({"more_tasks"});
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_config_last_reload_successful 1"));
}

TEST_CASE_METHOD(fixture, "a file that is gone changes nothing") {
    const test::captured_output log(STDERR_FILENO);
    std::filesystem::remove(path);
    test::run_until(context, [&] { return log.text().find("not taken up") != std::string::npos; });
    CHECK(listed() == strings{"jobs"});
}

TEST_CASE_METHOD(fixture, "a file that was emptied changes nothing, one that says so has no rules") {
    const test::captured_output log(STDERR_FILENO);
    folder.write("rules.yaml", "");
    test::run_until(context, [&] { return log.text().find("not taken up") != std::string::npos; });
    CHECK(listed() == strings{"jobs"});
    CHECK_THAT(log.text(), ContainsSubstring("the file is empty"));
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_config_last_reload_successful 0"));

    folder.write("rules.yaml", "externalRules: []\n");
    await({});
}

TEST_CASE_METHOD(fixture, "a nudge reads the file although it did not change") {
    configuration.nudge();
    test::run_until(context, [&] {
        return instruments.expose().find("barograph_config_loads_total{result=\"success\"} 2") !=
               std::string::npos;
    });
}

} // namespace config_reload_test
