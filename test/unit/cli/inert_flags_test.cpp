#include "cli/inert_flags.hpp"
#include "test/unit/cli/parsing.hpp"

#include <algorithm>

namespace inert_flags_test {

using namespace barograph;
using test::ContainsSubstring;
using test::options_of;
using test::refusal_of;
using list = std::vector<std::string>;

TEST_CASE("flags of prometheus-adapter that mean nothing here are taken, with one line that says so") {
    const auto* flag = GENERATE(
        "--lister-kubeconfig=x", "--discovery-interval=10m", "--http2-max-streams-per-connection=100",
        "--audit-log-version=audit.k8s.io/v1", "--audit-log-compress", "--audit-log-batch-max-size=1",
        "--audit-webhook-config-file=x", "--stderrthreshold=2", "--vmodule=a=1,b=2", "--log-dir=/x",
        "--log_dir=/x", "--log_file=", "--log-flush-frequency=5s", "--disable-http2", "--disable-http2=false",
        "--logtostderr", "--logtostderr=true", "--alsologtostderr=false", "--skip_headers=true",
        "--profiling=false", "--contention-profiling", "--permit-address-sharing");
    INFO(flag);
    const auto warnings = options_of({"--config=c", flag}).warnings;
    REQUIRE(warnings.size() == 1);
    std::string name(flag);
    name = name.substr(0, name.find('='));
    std::ranges::replace(name, '_', '-');
    CHECK_THAT(warnings[0], test::StartsWith(name + " has no effect: "));
}

TEST_CASE("a flag without meaning takes its value, and only that") {
    const auto options =
        options_of({"--audit-webhook-mode", "--config", "--config", "c", "--logtostderr", "--vmodule", "x"});
    CHECK(options.config == "c");
    CHECK(options.warnings.size() == 3);
    CHECK_THAT(refusal_of({"--config=c", "--vmodule", "x", "y"}),
               ContainsSubstring("unexpected argument \"y\""));
    CHECK_THAT(refusal_of({"--config=c", "--logtostderr", "true"}),
               ContainsSubstring("unexpected argument \"true\""));
    CHECK_THAT(refusal_of({"--config=c", "--vmodule"}), ContainsSubstring("--vmodule"));
}

TEST_CASE("a flag without meaning warns once, however often it is given") {
    CHECK(
        options_of({"--config=c", "--vmodule=a=1", "--vmodule=b=1", "--vmodule", "[x,y]"}).warnings.size() ==
        1);
    CHECK(options_of({"--config=c", "--logtostderr", "--logtostderr=false"}).warnings.size() == 1);
    CHECK(options_of({"--config=c", "--logtostderr", "--vmodule=a=1", "--logtostderr"}).warnings.size() == 2);
}

} // namespace inert_flags_test
