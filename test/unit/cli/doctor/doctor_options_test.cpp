#include "cli/doctor/doctor_options.hpp"
#include "test/support/catch.hpp"

namespace doctor_options_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;

namespace {

std::expected<cli::doctor_options, std::string> parse(std::vector<std::string> arguments) {
    std::optional<cli::help_wanted> help;
    return cli::parse_doctor_options(std::move(arguments), help);
}

} // namespace

TEST_CASE("without flags the doctor looks at what needs none") {
    const auto options = parse({});
    REQUIRE(options.has_value());
    CHECK_FALSE(options->asks_prometheus());
    CHECK_FALSE(options->apiservice_service.has_value());
    CHECK_FALSE(options->service_account.has_value());
    CHECK_FALSE(options->strict);
    CHECK(options->timeout == 10s);
    CHECK(options->format == cli::report_format::text);
}

TEST_CASE("the doctor's flags are read") {
    const auto options = parse({"--kubeconfig=k", "--context=c", "--apiservice-service=a/b",
                                "--service-account=d/e", "--timeout=3s", "--strict", "-o", "json",
                                "--config=f", "--prometheus-url=http://p", "--prometheus-timeout=4s"});
    REQUIRE(options.has_value());
    CHECK(options->kubeconfig == "k");
    CHECK(options->context == "c");
    CHECK(options->apiservice_service == kube::service_name{"a", "b"});
    CHECK(options->service_account == kube::service_name{"d", "e"});
    CHECK(options->timeout == 3s);
    CHECK(options->strict);
    CHECK(options->format == cli::report_format::json);
    CHECK(options->config == "f");
    CHECK(options->asks_prometheus());
    CHECK(options->prometheus_timeout == 4s);
}

TEST_CASE("a wrong flag of the doctor is refused in one sentence") {
    struct row {
        std::vector<std::string> arguments;
        std::string expected;
    };

    const auto r = GENERATE(values<row>({
        {{"--service-account=barograph"}, "expected NAMESPACE/NAME of a ServiceAccount"},
        {{"--apiservice-service=A/b"}, "expected NAMESPACE/NAME of a Service"},
        {{"--timeout=0s"}, "--timeout must be longer than 0"},
        {{"--prometheus-token-file=t"}, "needs --prometheus-url"},
        {{"--config=-"}, "expected a file"},
        {{"--output=yaml"}, "expected text or json"},
        {{"--kubeconfi=x"}, "did you mean --kubeconfig?"},
        {{"now"}, "unexpected argument"},
    }));
    const auto options = parse(r.arguments);
    REQUIRE_FALSE(options.has_value());
    CHECK_THAT(options.error(), ContainsSubstring(r.expected));
}

TEST_CASE("the doctor's help says what it does, and that it changes nothing") {
    std::optional<cli::help_wanted> help;
    REQUIRE(cli::parse_doctor_options({"--help"}, help).has_value());
    REQUIRE(help.has_value());
    CHECK_THAT(help->text, ContainsSubstring("usage: barograph doctor [--prometheus-url URL") &&
                               ContainsSubstring("It changes nothing") &&
                               ContainsSubstring("--service-account NAMESPACE/NAME"));
}

} // namespace doctor_options_test
