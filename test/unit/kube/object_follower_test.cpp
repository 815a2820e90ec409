#include "kube/object_follower.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/unit/kube/configmap.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace object_follower_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::ContainsSubstring;
using test::scripted_answer;
using test::scripted_request;

namespace {

// A watch that tells this and ends as a server ends it.
scripted_answer told(const std::string& lines) {
    return scripted_answer::json(lines);
}

bool is_watch(const scripted_request& request) {
    return request.target.find("watch=true") != std::string::npos;
}

struct fixture {
    fixture() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
        use({.refresh_interval = 60s, .first_retry = 1ms, .last_retry = 2ms});
    }

    void use(kube::follow_options options) {
        follower.emplace(
            *api,
            kube::followed_object{
                .ns = "n", .resource = "configmaps", .kind = "ConfigMap", .name = "c", .role = "Role r in n"},
            [this](const std::string& json) -> std::expected<void, kube::error> {
                taken.push_back(nlohmann::json::parse(json).at("data").at("requestheader-client-ca-file"));
                if (taken.back() == "bad") {
                    return std::unexpected(kube::error{errc::malformed, "bad content"});
                }
                return {};
            },
            [] { return std::string("the old one counts"); },
            kube::log_sink{.info = [this](const std::string& text) { infos.push_back(text); },
                           .warning = [this](const std::string& text) { warnings.push_back(text); }},
            std::move(options), [this] { return now; });
    }

    static std::string list(const std::string& content, const std::string& version = "7") {
        return test::configmap(content).list(version);
    }

    static std::string event(const std::string& type, const std::string& content,
                             const std::string& version) {
        return test::configmap(content).event(type, version);
    }

    // Runs the follower until the predicate holds, then cancels it.
    void run_until(const std::function<bool()>& holds) {
        bool ended = false;
        net::asio::cancellation_signal cancel;
        net::asio::co_spawn(context, follower->run(),
                            net::asio::bind_cancellation_slot(
                                cancel.slot(), [&](const std::exception_ptr&) { ended = true; }));
        test::run_until(context, holds);
        cancel.emit(net::asio::cancellation_type::terminal);
        test::run_until(context, [&] { return ended; });
    }

    [[nodiscard]] std::size_t count(bool watches) const {
        return static_cast<std::size_t>(std::ranges::count(server.requests(), watches, is_watch));
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    net::time_point now{};
    std::unique_ptr<kube::api_client> api;
    std::vector<std::string> taken;
    std::vector<std::string> infos;
    std::vector<std::string> warnings;
    std::optional<kube::object_follower> follower;
};

using strings = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(fixture, "it lists, watches from the list's version, and goes on from what it saw last") {
    server.then(scripted_answer::json(list("one", "7")));
    server.then(told(event("MODIFIED", "two", "8") +
                     R"({"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"12"}}})" + "\n"));
    server.then(told(event("MODIFIED", "three", "13")));
    server.always(scripted_answer::never());
    run_until([&] { return server.requests().size() == 4; });

    CHECK(taken == strings{"one", "two", "three"});
    const auto target = [&](std::size_t i) { return server.requests().at(i).target; };
    CHECK(target(0) == "/api/v1/namespaces/n/configmaps?fieldSelector=metadata.name%3Dc");
    CHECK_THAT(target(1), test::StartsWith(target(0) + "&watch=true&allowWatchBookmarks=true"
                                                       "&resourceVersion=7&timeoutSeconds=60"));
    CHECK_THAT(target(2), ContainsSubstring("&resourceVersion=12&"));
    CHECK_THAT(target(3), ContainsSubstring("&resourceVersion=13&"));
    CHECK(warnings.empty());
}

TEST_CASE_METHOD(fixture, "a version that is too old makes it list again") {
    const auto gone = GENERATE(told(R"({"type":"ERROR","object":{"kind":"Status","code":410}})"
                                    "\n"),
                               scripted_answer::reply(410, R"({"kind":"Status","code":410})"));
    server.then(scripted_answer::json(list("one", "7")));
    server.then(gone);
    server.then(scripted_answer::json(list("two", "20")));
    server.always(scripted_answer::never());
    run_until([&] { return server.requests().size() == 4; });
    CHECK(taken == strings{"one", "two"});
    CHECK_THAT(server.requests()[3].target, ContainsSubstring("&resourceVersion=20&"));
}

TEST_CASE_METHOD(fixture, "a watch that is cut, or garbled, is taken up again, and told once") {
    const auto broken =
        GENERATE(scripted_answer::disconnect(), told("garbage\n"), scripted_answer::reply(500, "{}"));
    server.always([&](const scripted_request& request) {
        return is_watch(request) ? broken : scripted_answer::json(list("one"));
    });
    run_until([&] { return count(true) == 5; });
    CHECK(warnings.size() == 1);
    CHECK_THAT(warnings.at(0), ContainsSubstring("watching ConfigMap n/c fails"));
    CHECK(std::ranges::all_of(taken, [](const std::string& content) { return content == "one"; }));
}

TEST_CASE_METHOD(fixture, "after the interval it reads anew, whatever the watch says") {
    use({.refresh_interval = 1ms, .first_retry = 1ms, .last_retry = 2ms});
    server.always([&](const scripted_request& request) {
        return is_watch(request) ? told("") : scripted_answer::json(list("one"));
    });
    run_until([&] { return taken.size() == 3; });
    CHECK(count(false) >= 3);
}

TEST_CASE_METHOD(fixture, "an object that is deleted, or turns bad, is told once and found again") {
    server.then(scripted_answer::json(list("one")));
    const bool deleted = GENERATE(true, false);
    server.then(told(deleted ? event("DELETED", "one", "8") : event("MODIFIED", "bad", "8")));
    server.then(told(event("ADDED", "two", "9")));
    server.always(scripted_answer::never());
    run_until([&] { return server.requests().size() == 4; });
    CHECK(taken.back() == "two");
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring(deleted ? "does not exist" : "bad content") &&
                                ContainsSubstring("the old one counts"));
    REQUIRE(infos.size() == 1);
    CHECK_THAT(infos[0], ContainsSubstring("works again"));
}

TEST_CASE_METHOD(fixture, "without the right to list it reads once an interval, and says which is missing") {
    use({.refresh_interval = 1ms, .first_retry = 1ms, .last_retry = 2ms});
    server.when("/api/v1/namespaces/n/configmaps", scripted_answer::reply(403, "{}"));
    server.when("/api/v1/namespaces/n/configmaps/c", scripted_answer::json(test::configmap("one").json()));
    run_until([&] { return taken.size() == 3; });
    CHECK(count(true) == 0);
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("may not list configmaps in n") &&
                                ContainsSubstring("Role r in n") && ContainsSubstring("grants it"));
}

TEST_CASE_METHOD(fixture, "without the right to watch it reads once an interval, and says which is missing") {
    use({.refresh_interval = 1ms, .first_retry = 1ms, .last_retry = 2ms});
    server.always([&](const scripted_request& request) {
        return is_watch(request) ? scripted_answer::reply(403, "{}") : scripted_answer::json(list("one"));
    });
    run_until([&] { return taken.size() == 3; });
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("may not watch configmaps in n"));
}

TEST_CASE_METHOD(fixture, "without any right it says so once, and tries again ever later") {
    server.always(scripted_answer::reply(403, R"({"kind":"Status","message":"forbidden"})"));
    run_until([&] { return server.requests().size() >= 6; });
    CHECK(taken.empty());
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("may not get configmaps in n"));
    REQUIRE(follower->problem().has_value());
    CHECK_THAT(*follower->problem(), ContainsSubstring("forbidden"));
}

TEST_CASE_METHOD(fixture, "how long the server asks to wait is waited, after a list and after a watch") {
    use({.refresh_interval = 60s, .first_retry = 1ms, .last_retry = 60s});
    auto busy = scripted_answer::reply(GENERATE(429U, 503U), "{}");
    busy.headers.emplace_back("Retry-After", "3600");
    std::size_t asked = 1;
    SECTION("a list") {
        server.always(busy);
    }
    SECTION("a watch") {
        asked = 2;
        server.then(scripted_answer::json(list("one")));
        server.always(busy);
    }
    // Unasked it would have tried again after 1 ms, 2 ms, 4 ms.
    bool over = false;
    net::asio::steady_timer alarm(context, 50ms);
    alarm.async_wait([&](const boost::system::error_code&) { over = true; });
    run_until([&] { return over; });
    CHECK(warnings.size() == 1);
    CHECK(server.requests().size() == asked);
}

TEST_CASE_METHOD(fixture, "a server that asks to wait for long is asked again after the longest pause") {
    auto busy = scripted_answer::reply(429, "{}");
    busy.headers.emplace_back("Retry-After", "3600");
    server.always(busy);
    run_until([&] { return server.requests().size() == 5; });
    CHECK(warnings.size() == 1);
}

TEST_CASE_METHOD(fixture, "it can be cancelled while it waits for a list, a watch or its next attempt") {
    SECTION("a list") {
        server.always(scripted_answer::never());
        run_until([&] { return server.requests().size() == 1; });
    }
    SECTION("a watch") {
        server.then(scripted_answer::json(list("one")));
        server.always(scripted_answer::never());
        run_until([&] { return server.requests().size() == 2; });
    }
    SECTION("its next attempt") {
        use({.refresh_interval = 60s, .first_retry = 60s});
        server.always(scripted_answer::reply(500, "{}"));
        run_until([&] { return !warnings.empty(); });
    }
    CHECK(warnings.size() <= 1);
}

} // namespace object_follower_test
