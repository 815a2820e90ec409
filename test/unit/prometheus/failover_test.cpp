#include "prometheus/failover.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <optional>
#include <utility>

namespace failover_test {

using namespace barograph;
using namespace std::chrono_literals;
using prometheus::errc;
using prometheus::error;
using strings = std::vector<std::string>;
using result = std::expected<prometheus::query_result, error>;

namespace {

const error refused{errc::unreachable, "refused", std::nullopt, true};
const error slow{errc::timed_out, "no answer within the deadline"};

// Answers with its name, or fails as it is told.
class scripted_backend final : public prometheus::api {
public:
    scripted_backend(std::string name, net::time_point& now) : name_(std::move(name)), now_(now) {}

    net::awaitable<result> query(std::string promql, net::time_point deadline) override {
        asked.push_back(promql);
        if (auto told = outcome(deadline)) {
            co_return std::unexpected(*told);
        }
        prometheus::query_result answer;
        answer.samples.push_back({.labels = {}, .timestamp = 1, .value = name_});
        co_return answer;
    }

    net::awaitable<std::expected<void, error>> parse(std::string promql, net::time_point deadline) override {
        asked.push_back("parse " + promql);
        if (auto told = outcome(deadline)) {
            co_return std::unexpected(*told);
        }
        co_return std::expected<void, error>{};
    }

    net::awaitable<std::expected<strings, error>> series_names(std::string selector, std::chrono::sys_seconds,
                                                               net::time_point deadline) override {
        asked.push_back("names " + selector);
        if (auto told = outcome(deadline)) {
            co_return std::unexpected(*told);
        }
        co_return strings{name_};
    }

    [[nodiscard]] std::string where() const override { return "Prometheus " + name_; }

    std::optional<error> failure;
    strings asked;
    net::time_point last_deadline;

private:
    std::optional<error> outcome(net::time_point deadline) {
        last_deadline = deadline;
        if (!failure) {
            return std::nullopt;
        }
        if (failure->code == errc::timed_out) {
            now_ = deadline;
        }
        auto told = *failure;
        told.message = where() + ": " + told.message;
        return told;
    }

    std::string name_;
    net::time_point& now_;
};

struct fixture {
    explicit fixture(std::size_t count = 2) {
        std::vector<std::unique_ptr<prometheus::api>> all;
        for (std::size_t i = 0; i < count; ++i) {
            auto each = std::make_unique<scripted_backend>(std::string(1, static_cast<char>('a' + i)), now);
            backends.push_back(each.get());
            all.push_back(std::move(each));
        }
        api = prometheus::fail_over(
            std::move(all),
            {.state = [&](std::size_t at, bool well) { states.emplace_back(at, well); },
             .failover = [&] { ++failovers; },
             .info = [&](const std::string& text) { log.push_back("info " + text); },
             .warning = [&](const std::string& text) { log.push_back("warning " + text); }},
            {.monotonic = [&] { return now; },
             .wall = [&] { return std::chrono::sys_seconds{1'732'290'000s}; },
             .random = [] { return 0.5; }});
        states.clear();
    }

    result query() { return test::run_coroutine(context, api->query("up", now + 10s)); }

    // Who answered.
    std::string answer() {
        const auto came = query();
        return came ? came->samples.front().value : came.error().message;
    }

    net::asio::io_context context;
    net::time_point now = net::time_point{} + 1h;
    std::vector<scripted_backend*> backends;
    std::unique_ptr<prometheus::api> api;
    std::vector<std::pair<std::size_t, bool>> states;
    int failovers = 0;
    strings log;
};

struct lone_fixture : fixture {
    lone_fixture() : fixture(1) {}
};

} // namespace

TEST_CASE_METHOD(fixture, "the first backend is asked as long as it is well") {
    CHECK(answer() == "a");
    CHECK(backends[1]->asked.empty());
    CHECK(failovers == 0);
    CHECK(api->where() == "Prometheus a or Prometheus b");
}

TEST_CASE_METHOD(fixture, "every kind of question fails over") {
    backends[0]->failure = error{errc::unavailable, "500"};
    const auto deadline = now + 10s;
    CHECK(answer() == "b");
    CHECK(test::run_coroutine(context, api->parse("up", deadline)).has_value());
    CHECK(test::run_coroutine(context, api->series_names("up", {}, deadline)) == strings{"b"});
    const strings all{"up", "parse up", "names up"};
    CHECK(backends[0]->asked == all);
    CHECK(backends[1]->asked == all);
    CHECK(failovers == 3);
}

TEST_CASE_METHOD(fixture,
                 "one that is down is not asked until its pause is over, then by one call, and comes back") {
    backends[0]->failure = refused;
    CHECK(answer() == "b");
    CHECK(answer() == "b");
    CHECK(backends[0]->asked.size() == 1);
    CHECK(failovers == 1);
    now += 500ms;
    CHECK(answer() == "b");
    CHECK(answer() == "b");
    CHECK(backends[0]->asked.size() == 2);
    backends[0]->failure.reset();
    now += 999ms;
    CHECK(answer() == "b");
    now += 1ms;
    CHECK(answer() == "a");
    CHECK(answer() == "a");
    CHECK(states == std::vector<std::pair<std::size_t, bool>>{{0, false}, {0, true}});
    CHECK(log == strings{"warning Prometheus a: refused; Prometheus b is asked instead",
                         "info Prometheus a answers again"});
}

TEST_CASE_METHOD(fixture, "what a backend says about the question itself is the answer") {
    const auto code = GENERATE(errc::rejected, errc::limited, errc::too_large, errc::cancelled);
    backends[0]->failure = error{code, "no"};
    for (int i = 0; i < 5; ++i) {
        CHECK(query().error().code == code);
    }
    CHECK(backends[1]->asked.empty());
    CHECK(log.empty());
}

TEST_CASE_METHOD(fixture, "a backend that hangs leaves the others an equal share of the time") {
    backends[0]->failure = slow;
    const auto begun = now;
    CHECK(answer() == "b");
    CHECK(backends[0]->last_deadline == begun + 5s);
    CHECK(backends[1]->last_deadline == begun + 10s);
}

TEST_CASE_METHOD(fixture, "one that hangs three times is asked last, and first again once it answers") {
    backends[0]->failure = slow;
    for (int i = 0; i < 3; ++i) {
        CHECK(answer() == "b");
    }
    CHECK(states.size() == 1);
    backends[0]->asked.clear();
    CHECK(answer() == "b");
    CHECK(backends[0]->asked.empty());

    // Nobody else is left: better late than not at all.
    backends[1]->failure = refused;
    backends[0]->failure.reset();
    CHECK(answer() == "a");
    CHECK(answer() == "a");
}

TEST_CASE_METHOD(fixture, "a backend that is down takes no share of the time") {
    backends[1]->failure = refused;
    backends[0]->failure = error{errc::unavailable, "500"};
    CHECK_FALSE(query().has_value());
    backends[0]->failure.reset();
    const auto begun = now;
    CHECK(answer() == "a");
    CHECK(backends[0]->last_deadline == begun + 10s);
}

TEST_CASE_METHOD(fixture, "when nobody answers the causes of all are told, in order") {
    backends[0]->failure = refused;
    backends[1]->failure = error{errc::partial, "half"};
    const std::string expected =
        "Prometheus a: refused (down since 2024-11-22T15:40:00Z); Prometheus b: half";
    // The same text while it is not asked any more, so that an outage is one line of the log.
    for (int i = 0; i < 2; ++i) {
        const auto failed = query();
        CHECK(failed.error().message == expected);
        CHECK(failed.error().code == errc::partial);
        CHECK_FALSE(failed.error().concerns_all);
    }
    CHECK(backends[0]->asked.size() == 1);
}

TEST_CASE_METHOD(lone_fixture, "a single backend that refuses is not stormed, and is soon found again") {
    backends[0]->failure = refused;
    const std::string expected = "Prometheus a: refused (down since 2024-11-22T15:40:00Z)";
    // A thousand asks a second for a minute.
    for (int i = 0; i < 60'000; ++i) {
        const auto failed = query();
        REQUIRE(failed.error().message == expected);
        REQUIRE(failed.error().code == errc::unreachable);
        now += 1ms;
    }
    CHECK(backends[0]->asked.size() > 10);
    CHECK(backends[0]->asked.size() < 20);
    CHECK(log == strings{"warning Prometheus a: refused; it is tried again after a pause"});
    backends[0]->failure.reset();
    now += 5s;
    CHECK(answer() == "a");
    CHECK(log.back() == "info Prometheus a answers again");
}

TEST_CASE_METHOD(lone_fixture,
                 "a single backend goes on being asked while calls time out, with all the time there is") {
    backends[0]->failure = slow;
    for (int i = 0; i < 10; ++i) {
        const auto begun = now;
        CHECK(answer() == "Prometheus a: no answer within the deadline");
        CHECK(backends[0]->last_deadline == begun + 10s);
    }
    CHECK(backends[0]->asked.size() == 10);
    CHECK(log == strings{"warning Prometheus a: no answer within the deadline; it goes on being asked"});
    backends[0]->failure.reset();
    CHECK(answer() == "a");
}

TEST_CASE_METHOD(lone_fixture, "a backend that comes and goes is told of once a minute") {
    for (int i = 0; i < 100; ++i) {
        backends[0]->failure = refused;
        CHECK_FALSE(query().has_value());
        backends[0]->failure.reset();
        now += 5s;
        CHECK(answer() == "a");
    }
    // 500 s: two lines for each minute of them.
    CHECK(log.size() <= 18);
    CHECK(log.size() >= 14);
}

} // namespace failover_test
