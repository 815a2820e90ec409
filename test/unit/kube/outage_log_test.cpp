#include "kube/outage_log.hpp"
#include "test/support/catch.hpp"

namespace outage_log_test {

using namespace barograph;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

struct fixture {
    strings told;
    net::time_point now{};
    kube::outage_log log{{.info = [this](const std::string& text) { told.push_back("info: " + text); },
                          .warning = [this](const std::string& text) { told.push_back("warning: " + text); }},
                         "authorization",
                         [this] { return now; }};
};

const kube::error down{kube::errc::unreachable, "no connection"};
const kube::error slow{kube::errc::timed_out, "no answer"};

} // namespace

TEST_CASE_METHOD(fixture, "an outage is told when it begins and when it ends, not at each failure") {
    log.succeeded();
    log.failed(down, "requests get 503");
    log.failed(down, "requests get 503");
    log.succeeded();
    log.succeeded();
    CHECK(told == strings{"warning: authorization fails: no connection; requests get 503",
                          "info: authorization works again"});
}

TEST_CASE_METHOD(fixture, "another kind of failure is told too") {
    log.failed(down, "");
    log.failed(slow, "");
    CHECK(told ==
          strings{"warning: authorization fails: no connection", "warning: authorization fails: no answer"});
}

TEST_CASE_METHOD(fixture, "an outage that lasts is told once") {
    for (int i = 0; i < 600; ++i) {
        log.failed(down, "");
        now += 1s;
    }
    log.succeeded();
    CHECK(told.size() == 2);
}

TEST_CASE_METHOD(fixture, "what comes and goes is told once a minute") {
    for (int i = 0; i < 100; ++i) {
        log.failed(down, "");
        log.succeeded();
        now += 1s;
    }
    CHECK(told.size() == 4);
}

TEST_CASE_METHOD(fixture, "a cancellation is not told") {
    log.failed({kube::errc::cancelled, "cancelled"}, "");
    CHECK(told.empty());
}

TEST_CASE("an outage log without a sink is silent") {
    kube::outage_log log({}, "x", net::steady_clock::now);
    log.failed(down, "");
    log.succeeded();
    SUCCEED();
}

} // namespace outage_log_test
