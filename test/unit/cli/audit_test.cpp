#include "cli/audit.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

#include <unistd.h>

namespace audit_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

struct fixture {
    test::temporary_folder folder;
    cli::audit_options options;
    telemetry::instruments instruments{"test"};
};

} // namespace

TEST_CASE_METHOD(fixture, "without a file nothing is audited, but a policy is still checked") {
    auto opened = cli::open_audit(options, instruments);
    REQUIRE(opened.has_value());
    CHECK(opened->auditor == nullptr);
    options.policy_file = folder.write("policy.yaml", "kind: Policy\nrule: []\n");
    opened = cli::open_audit(options, instruments);
    REQUIRE_FALSE(opened.has_value());
    CHECK_THAT(opened.error().front(), test::StartsWith(options.policy_file + ":2:1: unknown field"));
}

TEST_CASE_METHOD(fixture, "without a policy every request is told of") {
    options.log.path = (folder.path() / "audit").string();
    const auto opened = cli::open_audit(options, instruments);
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
    const auto opened = cli::open_audit(options, instruments);
    REQUIRE(opened.has_value());
    CHECK(opened->auditor->policy.rules.front().what == audit::level::request);
    CHECK_THAT(capture.text(),
               ContainsSubstring("info " + options.policy_file + ":4:10: bodies are not recorded"));
}

TEST_CASE_METHOD(fixture, "a file that cannot be written is refused at start") {
    options.log.path = folder.path().string();
    const auto opened = cli::open_audit(options, instruments);
    REQUIRE_FALSE(opened.has_value());
    CHECK_THAT(opened.error().front(), test::StartsWith("--audit-log-path: cannot open " + options.log.path));
}

TEST_CASE_METHOD(fixture, "events that get lost later are counted each, and logged once") {
    options.log.path = "/dev/full";
    const auto opened = cli::open_audit(options, instruments);
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

} // namespace audit_test
