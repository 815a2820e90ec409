#include "cli/audit_flags.hpp"
#include "test/unit/cli/parsing.hpp"

namespace audit_flags_test {

using namespace barograph;
using format = audit::log_options::format;
using mode = audit::log_options::mode;
using test::ContainsSubstring;
using test::options_of;
using test::refusal_of;

TEST_CASE("without flags nothing is audited, and what there would be has Kubernetes' bounds") {
    const auto audit = options_of({"--config=c"}).audit;
    CHECK(audit.log.path.empty());
    CHECK(audit.policy_file.empty());
    CHECK(audit.log.max_size == 100);
    CHECK(audit.log.max_backup == 100);
    CHECK(audit.log.max_age == 366);
    CHECK(audit.log.how == format::json);
    CHECK(audit.log.when == mode::blocking);
    CHECK(audit.log.buffer == 10'000);
    CHECK(audit.log.buffer_bytes == 16'777'216);
}

TEST_CASE("the flags on auditing are taken") {
    const auto options =
        options_of({"--config=c", "--audit-log-path=/a", "--audit-policy-file", "p", "--audit-log-maxsize=0",
                    "--audit-log-maxbackup=3", "--audit-log-maxage=30", "--audit-log-format=legacy",
                    "--audit-log-mode=batch", "--audit-log-batch-buffer-size=7",
                    "--audit-log-batch-buffer-bytes=1073741824"});
    const auto& audit = options.audit;
    CHECK(audit.log.path == "/a");
    CHECK(audit.policy_file == "p");
    CHECK(audit.log.max_size == 0);
    CHECK(audit.log.max_backup == 3);
    CHECK(audit.log.max_age == 30);
    CHECK(audit.log.how == format::legacy);
    CHECK(audit.log.when == mode::batch);
    CHECK(audit.log.buffer == 7);
    CHECK(audit.log.buffer_bytes == 1'073'741'824);
    CHECK(options.warnings.empty());
}

TEST_CASE("what a flag on auditing cannot mean is refused") {
    CHECK_THAT(refusal_of({"--config=c", "--audit-log-maxsize=-1"}),
               ContainsSubstring("expected a whole number from 0 to 1000000"));
    CHECK_THAT(refusal_of({"--config=c", "--audit-log-maxage=1000001"}),
               ContainsSubstring("--audit-log-maxage"));
    CHECK_THAT(refusal_of({"--config=c", "--audit-log-batch-buffer-size=0"}),
               ContainsSubstring("expected a whole number from 1 to 1000000"));
    for (const auto* bytes : {"0", "1073741825", "1Mi"}) {
        CHECK_THAT(refusal_of({"--config=c", std::string("--audit-log-batch-buffer-bytes=") + bytes}),
                   ContainsSubstring("expected a whole number from 1 to 1073741824"));
    }
    CHECK_THAT(refusal_of({"--config=c", "--audit-log-format=xml"}),
               ContainsSubstring("expected json or legacy"));
    CHECK_THAT(refusal_of({"--config=c", "--audit-log-mode=fast"}),
               ContainsSubstring("expected blocking, blocking-strict or batch"));
}

TEST_CASE("what works otherwise than its name says is warned of") {
    auto options = options_of({"--config=c", "--audit-log-path=-", "--audit-log-mode=blocking-strict"});
    CHECK(options.audit.log.when == mode::blocking);
    REQUIRE(options.warnings.size() == 1);
    CHECK_THAT(options.warnings[0], ContainsSubstring("works as blocking"));
    options = options_of({"--config=c", "--audit-policy-file=p"});
    REQUIRE(options.warnings.size() == 1);
    CHECK(options.warnings[0] == "--audit-policy-file has no effect without --audit-log-path");
}

} // namespace audit_flags_test
