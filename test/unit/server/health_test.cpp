#include "server/health.hpp"
#include "test/support/catch.hpp"

namespace health_test {

using namespace barograph::server;

namespace {

struct fixture {
    fixture() {
        checks.add("event-loop", true, [this] { return loop; });
        checks.add("metric-discovery", false, [this] { return discovery; });
    }

    [[nodiscard]] std::string body(std::string_view probe, std::string_view name = "",
                                   bool verbose = false) const {
        const auto answer = checks.answer(probe, name, verbose);
        CHECK(answer.content_type == text_type);
        return std::to_string(answer.status) + " " + *answer.body;
    }

    std::optional<std::string> loop;
    std::optional<std::string> discovery;
    health checks;
};

} // namespace

TEST_CASE_METHOD(fixture, "when all is well each probe says ok") {
    for (const auto* probe : {"healthz", "livez", "readyz"}) {
        CHECK(body(probe) == "200 ok");
    }
}

TEST_CASE_METHOD(fixture, "a verbose probe lists the checks that count for it") {
    CHECK(body("readyz", "", true) ==
          "200 [+]ping ok\n[+]event-loop ok\n[+]metric-discovery ok\nreadyz check passed\n");
    CHECK(body("livez", "", true) == "200 [+]ping ok\n[+]event-loop ok\nlivez check passed\n");
    CHECK(body("healthz", "", true) == "200 [+]ping ok\n[+]event-loop ok\nhealthz check passed\n");
}

TEST_CASE_METHOD(fixture, "what is not ready is alive") {
    discovery = "not listed yet";
    CHECK(body("readyz") == "500 [+]ping ok\n[+]event-loop ok\n[-]metric-discovery failed: reason withheld\n"
                            "readyz check failed\n");
    CHECK(body("livez") == "200 ok");
    CHECK(body("healthz") == "200 ok");
}

TEST_CASE_METHOD(fixture, "what is not alive is not ready") {
    loop = "stuck";
    for (const std::string probe : {"healthz", "livez"}) {
        CHECK(body(probe) ==
              "500 [+]ping ok\n[-]event-loop failed: reason withheld\n" + probe + " check failed\n");
    }
    CHECK(body("readyz").starts_with("500 "));
}

TEST_CASE_METHOD(fixture, "a check can be asked for by its name") {
    CHECK(body("readyz", "metric-discovery") == "200 ok");
    CHECK(body("readyz", "ping") == "200 ok");
    CHECK(body("readyz", "event-loop", true) == "200 ok");
    discovery = "not listed yet";
    CHECK(body("readyz", "metric-discovery").starts_with("500 "));
    CHECK(body("readyz", "event-loop") == "200 ok");
}

TEST_CASE_METHOD(fixture, "a check that there is not, or that does not count for the probe, is not found") {
    CHECK(body("readyz", "nope") == "404 404 page not found\n");
    CHECK(body("livez", "metric-discovery") == "404 404 page not found\n");
}

TEST_CASE_METHOD(fixture,
                 "what is told for information is shown with the checks of readyz, and fails nothing") {
    std::string text = "names another Service";
    checks.inform("registration", [&] { return text; });
    CHECK(body("readyz") == "200 ok");
    CHECK(body("readyz", "", true) == "200 [+]ping ok\n[+]event-loop ok\n[+]metric-discovery ok\n"
                                      "[i]registration: names another Service\nreadyz check passed\n");
    CHECK(body("livez", "", true) == "200 [+]ping ok\n[+]event-loop ok\nlivez check passed\n");
    CHECK(body("readyz", "metric-discovery", true) == "200 ok");
    CHECK(body("readyz", "registration").starts_with("404 "));
    CHECK(checks.not_ready_because().empty());

    text = "names ours";
    discovery = "not listed yet";
    CHECK(body("readyz") == "500 [+]ping ok\n[+]event-loop ok\n[-]metric-discovery failed: reason withheld\n"
                            "[i]registration: names ours\nreadyz check failed\n");
}

TEST_CASE_METHOD(fixture, "the log is told the reasons that the probe withholds") {
    CHECK(checks.not_ready_because().empty());
    loop = "stuck";
    discovery = "not listed yet";
    CHECK(checks.not_ready_because() == "event-loop: stuck; metric-discovery: not listed yet");
}

} // namespace health_test
