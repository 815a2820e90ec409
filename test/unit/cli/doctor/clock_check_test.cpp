#include "cli/doctor/clock_check.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

#include <array>
#include <ctime>

namespace doctor_clock_check_test {

using namespace barograph;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using test::ContainsSubstring;
using list = std::vector<std::string>;

namespace {

std::string http_date(std::chrono::seconds ahead) {
    const auto when = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + ahead);
    std::tm utc{};
    gmtime_r(&when, &utc);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

struct fixture : test::examined_cluster {
    // Both the API and Prometheus are this server.
    void tell_time(const std::string& path, const std::string& date) {
        auto answer = test::scripted_answer::json("{}");
        if (!date.empty()) {
            answer.headers.emplace_back("Date", date);
        }
        server.when(path, answer);
    }

    list look() { return test::lines_of(make(cli::check_clocks)); }
};

} // namespace

TEST_CASE("clocks differ by no more than an answer's Date proves") {
    const auto noon = sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
    CHECK(cli::clock_difference(noon, noon, noon + 10ms) == 0ms);
    // Cut to whole seconds: at 12:00:00.9 it is still noon.
    CHECK(cli::clock_difference(noon, noon + 900ms, noon + 910ms) == 0ms);
    // Noon may have been told at any point of a slow answer.
    CHECK(cli::clock_difference(noon, noon - 5s, noon + 5s) == 0ms);
    CHECK(cli::clock_difference(noon + 60s, noon, noon + 10ms) == 59'990ms);
    CHECK(cli::clock_difference(noon - 60s, noon, noon + 10ms) == -59'000ms);
}

TEST_CASE_METHOD(fixture, "clocks that agree are good") {
    options.prometheus_urls = {server.url()};
    tell_time("/version", http_date(0s));
    tell_time("/api/v1/status/buildinfo", http_date(0s));
    CHECK(look() == list{"ok clock: the clock of kube-apiserver agrees with this one",
                         "ok clock: the clock of Prometheus agrees with this one"});
}

TEST_CASE_METHOD(fixture, "a clock is warned of above 2 s, and wrong above 30 s, ahead or behind") {
    options.prometheus_urls = {server.url()};
    tell_time("/version", http_date(20s));
    tell_time("/api/v1/status/buildinfo", http_date(-100s));
    const auto found = look();
    REQUIRE(found.size() == 2);
    CHECK_THAT(found[0], ContainsSubstring("warning clock: the clock of kube-apiserver is ") &&
                             ContainsSubstring(" s ahead of this one; repair: chronyc makestep"));
    CHECK_THAT(found[1], ContainsSubstring("wrong clock: the clock of Prometheus is ") &&
                             ContainsSubstring(" s behind this one"));
}

TEST_CASE_METHOD(fixture,
                 "a clock that can't be asked is skipped, and an answer of any status tells the time") {
    auto refusal = test::scripted_answer::reply(403, "{}");
    refusal.headers.emplace_back("Date", http_date(0s));
    SECTION("status 403") {
        server.when("/version", refusal);
        CHECK_THAT(look().front(), ContainsSubstring("ok clock: "));
    }
    SECTION("no Date") {
        tell_time("/version", "");
        CHECK(look().front() == "skipped clock: kube-apiserver does not tell its time");
    }
    SECTION("no answer") {
        server.stop_listening();
        CHECK_THAT(look().front(),
                   ContainsSubstring("skipped clock: the clock of kube-apiserver is not known: "));
    }
    SECTION("no way") {
        session.connection.reset();
        CHECK_THAT(look().front(), ContainsSubstring("skipped clock: there is no way"));
    }
}

} // namespace doctor_clock_check_test
