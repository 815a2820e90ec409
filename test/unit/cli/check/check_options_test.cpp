#include "cli/check/check_options.hpp"
#include "test/support/catch.hpp"
#include "test/unit/cli/run_captured.hpp"

namespace check_check_options_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;
using test::run_captured;
using test::StartsWith;
using list = std::vector<std::string>;

namespace {

cli::check_options options_of(list arguments) {
    std::optional<cli::help_wanted> help;
    auto parsed = cli::parse_check_options(std::move(arguments), help);
    INFO((parsed ? std::string() : parsed.error()));
    REQUIRE(parsed.has_value());
    CHECK_FALSE(help.has_value());
    return std::move(*parsed);
}

} // namespace

TEST_CASE("check takes files, before and after flags, and asks nobody by default") {
    const auto options = options_of({"a.yaml", "--strict", "-", "--color=never", "my_file.yaml"});
    CHECK(options.files == list{"a.yaml", "-", "my_file.yaml"});
    CHECK(options.strict);
    CHECK(options.colour == cli::colour_use::never);
    CHECK(options.format == cli::report_format::text);
    CHECK(options.metrics_max_age == 10min);
    CHECK_FALSE(options.asks_prometheus());
}

TEST_CASE("check reaches Prometheus by the flags that serve has") {
    const auto options = options_of({"a", "--prometheus-url=http://p", "--prometheus-url", "http://q/x",
                                     "--prometheus-header=X-Scope-OrgID=a", "--prometheus-verb=POST",
                                     "--prometheus-timeout=1s", "--metrics-max-age=1h", "-ojson"});
    CHECK(options.asks_prometheus());
    CHECK(options.prometheus_urls == list{"http://p", "http://q/x"});
    CHECK(options.prometheus_headers == list{"X-Scope-OrgID=a"});
    CHECK(options.prometheus_verb == "POST");
    CHECK(options.prometheus_timeout == 1s);
    CHECK(options.metrics_max_age == 1h);
    CHECK(options.format == cli::report_format::json);
}

TEST_CASE("a wrong use of check is one line that names it, and status 2") {
    struct row {
        list arguments;
        std::string message;
    };

    const auto given = GENERATE(
        row{{}, "no file; expected at least one, or - for"}, row{{"-", "a", "-"}, "- is given twice"},
        row{{"a", "--stric"}, "unknown flag --stric; did you mean --strict?"},
        row{{"a", "-o", "yaml"}, "--output: \"yaml\": expected text or json"},
        row{{"a", "--color=maybe"}, "--color: \"maybe\": expected auto, always or never"},
        row{{"a", "--prometheus-verb=POST"}, "--prometheus-verb needs --prometheus-url"},
        row{{"a", "--metrics-max-age=1h"}, "--metrics-max-age needs --prometheus-url"},
        row{{"a", "--prometheus-url="}, "--prometheus-url is empty"},
        row{{"a", "--prometheus-url=http://p", "--prometheus-url="}, "--prometheus-url is empty"},
        row{{"a", "--prometheus-url=http://p", "--prometheus-timeout=0s"}, "--prometheus-timeout must be"});
    auto arguments = given.arguments;
    arguments.insert(arguments.begin(), "check");
    const auto ended = run_captured(arguments);
    CHECK(ended.status == cli::exit_status::usage);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, StartsWith("barograph: " + given.message) &&
                              ContainsSubstring(" (see barograph check --help)\n"));
}

TEST_CASE("the help of check says what it does, how it ends, and its flags") {
    const auto ended = run_captured({"check", "--help"});
    CHECK(ended.status == cli::exit_status::success);
    CHECK(ended.err.empty());
    CHECK_THAT(ended.out,
               StartsWith("Checks files of rules") && ContainsSubstring("usage: barograph check FILE… ") &&
                   ContainsSubstring("The status is 0 ") && ContainsSubstring("\n  --strict ") &&
                   ContainsSubstring("\n  -o, --output FORMAT ") &&
                   ContainsSubstring("\n  --prometheus-url URL ") && !ContainsSubstring("--standalone"));
    CHECK_THAT(run_captured({"--help"}).out, ContainsSubstring("\n  check "));
}

} // namespace check_check_options_test
