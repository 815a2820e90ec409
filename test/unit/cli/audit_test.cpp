#include "cli/audit.hpp"
#include "net/task_group.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace audit_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

struct fixture {
    auto open() { return cli::open_audit(context.get_executor(), options, instruments); }

    net::asio::io_context context;
    test::temporary_folder folder;
    cli::audit_options options;
    telemetry::instruments instruments{"test"};
};

} // namespace

TEST_CASE_METHOD(fixture, "without a file nothing is audited, but a policy is still checked") {
    auto opened = open();
    REQUIRE(opened.has_value());
    CHECK(opened->auditor == nullptr);
    options.policy_file = folder.write("policy.yaml", "kind: Policy\nrule: []\n");
    opened = open();
    REQUIRE_FALSE(opened.has_value());
    CHECK_THAT(opened.error().front(), test::StartsWith(options.policy_file + ":2:1: unknown field"));
}

TEST_CASE_METHOD(fixture, "without a policy every request is told of") {
    options.log.path = (folder.path() / "audit").string();
    const auto opened = open();
    REQUIRE(opened.has_value());
    REQUIRE(opened->auditor != nullptr);
    const audit::user nobody;
    const audit::attributes asked{.who = nobody, .verb = "get", .path = "/"};
    CHECK(audit::judge(opened->auditor->policy, asked).what == audit::level::metadata);
    opened->log->write({});
    CHECK_THAT(instruments.expose(),
               ContainsSubstring("barograph_audit_events_total{result=\"written\"} 1\n"));
}

TEST_CASE_METHOD(fixture, "the policy of the file is the one in force, and what it cannot do is said") {
    options.log.path = (folder.path() / "audit").string();
    options.policy_file =
        folder.write("policy.yaml", "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Request\n");
    const test::captured_output capture(STDERR_FILENO);
    const auto opened = open();
    REQUIRE(opened.has_value());
    CHECK(opened->auditor->policy.rules.front().what == audit::level::request);
    CHECK_THAT(capture.text(),
               ContainsSubstring("info " + options.policy_file + ":4:10: bodies are not recorded"));
}

TEST_CASE_METHOD(fixture, "a file that cannot be written is refused at start") {
    options.log.path = folder.path().string();
    const auto opened = open();
    REQUIRE_FALSE(opened.has_value());
    CHECK_THAT(opened.error().front(), test::StartsWith("--audit-log-path: cannot open " + options.log.path));
}

TEST_CASE_METHOD(fixture, "events that get lost later are counted each, and logged once") {
    options.log.path = "/dev/full";
    const auto opened = open();
    REQUIRE(opened.has_value());
    const test::captured_output capture(STDERR_FILENO);
    opened->log->write({});
    const auto first = capture.text();
    CHECK_THAT(first, ContainsSubstring("error audit log: "));
    CHECK_THAT(first, ContainsSubstring("No space left on device"));
    opened->log->write({});
    CHECK(capture.text() == first);
    CHECK_THAT(instruments.expose(),
               ContainsSubstring("barograph_audit_events_total{result=\"failed\"} 2\n"));
}

TEST_CASE_METHOD(fixture,
                 "a new policy is taken up; a broken one is refused, and the one before stays in force") {
    const auto policy = [](const std::string& level) {
        return "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: " + level + "\n";
    };
    options.log.path = (folder.path() / "audit").string();
    options.policy_file = folder.write("policy.yaml", policy("None"));
    const auto opened = open();
    REQUIRE(opened.has_value());
    const auto level = [&] { return opened->auditor->policy.rules.front().what; };
    net::task_group tasks(context.get_executor(), nullptr);
    tasks.spawn("following", opened->policy->run(*opened->auditor));

    const test::captured_output capture(STDERR_FILENO);
    folder.write("policy.yaml", policy("Metadata"));
    test::run_until(context, [&] { return level() == audit::level::metadata; });
    CHECK_THAT(capture.text(), ContainsSubstring("audit policy taken up from " + options.policy_file));

    folder.write("policy.yaml", policy("Everything"));
    test::run_until(context, [&] { return capture.text().find("is not taken up") != std::string::npos; });
    CHECK(level() == audit::level::metadata);
    CHECK_THAT(capture.text(), ContainsSubstring("audit policy refused: " + options.policy_file + ":4:10: "));
    CHECK_THAT(instruments.expose(),
               ContainsSubstring("barograph_audit_policy_loads_total{result=\"failure\"} 1\n"));
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture, "a pipe in the policy's place is refused: nobody may ever write into it") {
    options.log.path = (folder.path() / "audit").string();
    options.policy_file = folder.write("policy.yaml", "apiVersion: audit.k8s.io/v1\nkind: Policy\n"
                                                      "rules: [{level: None}]\n");
    auto opened = open();
    REQUIRE(opened.has_value());
    std::filesystem::remove(options.policy_file);
    REQUIRE(mkfifo(options.policy_file.c_str(), 0600) == 0);
    const auto again = opened->policy->load();
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error() == std::vector{options.policy_file + ": not a regular file"});
    CHECK_THAT(instruments.expose(),
               ContainsSubstring("barograph_audit_policy_loads_total{result=\"failure\"} 1\n"));
}

TEST_CASE_METHOD(fixture, "nudged, it reads the policy again and opens the log's file anew") {
    options.log.path = (folder.path() / "audit").string();
    options.policy_file = folder.write("policy.yaml", "apiVersion: audit.k8s.io/v1\nkind: Policy\n"
                                                      "rules: [{level: None}]\n");
    const auto opened = open();
    REQUIRE(opened.has_value());
    net::task_group tasks(context.get_executor(), nullptr);
    tasks.spawn("following", opened->policy->run(*opened->auditor));
    std::filesystem::rename(options.log.path, options.log.path + ".moved");
    const test::captured_output capture(STDERR_FILENO);
    opened->nudge();
    CHECK(std::filesystem::exists(options.log.path));
    CHECK_THAT(capture.text(), ContainsSubstring("audit log: the file was opened anew"));
    test::run_until(context, [&] { return capture.text().find("policy taken up") != std::string::npos; });
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture, "without auditing, or without a policy's file, a nudge finds nothing to do") {
    const auto none = open();
    REQUIRE(none.has_value());
    none->nudge();
    options.log.path = (folder.path() / "audit").string();
    const auto opened = open();
    REQUIRE(opened.has_value());
    test::run_coroutine(context, opened->policy->run(*opened->auditor));
    opened->nudge();
    const audit::user nobody;
    CHECK(audit::judge(opened->auditor->policy, {.who = nobody, .verb = "get", .path = "/"}).what ==
          audit::level::metadata);
}

} // namespace audit_test
