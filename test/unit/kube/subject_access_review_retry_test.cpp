#include "kube/subject_access_review.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

namespace subject_access_review_retry_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::scripted_answer;

namespace {

const auto allowed =
    scripted_answer::reply(201, R"({"kind":"SubjectAccessReview","status":{"allowed":true}})");

struct fixture {
    fixture() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
        options.retry = {.attempts = 4, .first_wait = 1ms, .last_wait = 2ms};
    }

    std::expected<kube::access_decision, kube::error> ask() {
        const auto authorizer = kube::create_authorizer(*api, options);
        kube::access_request request;
        request.user.name = "eve";
        request.verb = "get";
        request.path = "/metrics";
        return test::run_coroutine(context, authorizer->authorize(std::move(request)));
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    std::unique_ptr<kube::api_client> api;
    kube::access_review_options options;
};

} // namespace

TEST_CASE_METHOD(fixture, "an API server that fails for a moment is asked again") {
    const auto moment = GENERATE(scripted_answer::reply(429, "{}"), scripted_answer::reply(500, "{}"),
                                 scripted_answer::reply(503, "{}"), scripted_answer::disconnect());
    server.then(moment);
    server.then(moment);
    server.then(allowed);
    const auto answer = ask();
    REQUIRE(answer.has_value());
    CHECK(answer->allowed);
    CHECK(server.requests().size() == 3);
    CHECK(server.requests()[0].body == server.requests()[2].body);
}

TEST_CASE_METHOD(fixture, "it is asked a bounded number of times") {
    server.always(scripted_answer::reply(503, "{}"));
    const auto answer = ask();
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == errc::unavailable);
    CHECK(server.requests().size() == 4);
}

TEST_CASE_METHOD(fixture, "what will not pass is not asked again") {
    const auto lasting = GENERATE(scripted_answer::reply(400, "{}"), scripted_answer::reply(401, "{}"),
                                  scripted_answer::reply(403, "{}"), scripted_answer::json("garbage"));
    server.always(lasting);
    CHECK_FALSE(ask().has_value());
    CHECK(server.requests().size() == 1);
}

TEST_CASE_METHOD(fixture, "no wait goes past the deadline, whatever the server asks for") {
    auto later = scripted_answer::reply(429, "{}");
    later.headers = {{"Retry-After", "30"}};
    server.then(later);
    server.always(allowed);
    const auto begun = net::steady_clock::now();
    const auto answer = ask();
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == errc::unavailable);
    CHECK(answer.error().retry_after == 30s);
    CHECK(net::steady_clock::now() - begun < 3s);
    CHECK(server.requests().size() == 1);
}

TEST_CASE_METHOD(fixture, "the server's own wait is kept") {
    auto later = scripted_answer::reply(429, "{}");
    later.headers = {{"Retry-After", "1"}};
    server.then(later);
    server.then(allowed);
    const auto begun = net::steady_clock::now();
    CHECK(ask().has_value());
    CHECK(net::steady_clock::now() - begun >= 1s);
}

TEST_CASE_METHOD(fixture, "whoever goes away between two tries is not asked for again") {
    options.retry = {.attempts = 4, .first_wait = 1h, .last_wait = 1h};
    options.deadline = 2h;
    server.always(scripted_answer::reply(503, "{}"));
    const auto authorizer = kube::create_authorizer(*api, options);
    kube::access_request request;
    request.user.name = "eve";
    request.path = "/metrics";
    std::optional<std::expected<kube::access_decision, kube::error>> answer;
    net::asio::cancellation_signal cancel;
    net::asio::co_spawn(context, test::store_result(authorizer->authorize(std::move(request)), answer),
                        net::asio::bind_cancellation_slot(cancel.slot(), [](const std::exception_ptr&) {}));
    test::run_until(context, [&] { return server.requests().size() == 1; });
    for (int i = 0; i < 100; ++i) {
        context.poll();
    }
    cancel.emit(net::asio::cancellation_type::terminal);
    test::run_until(context, [&] { return answer.has_value(); });
    REQUIRE_FALSE(answer->has_value());
    CHECK(answer->error().code == errc::cancelled);
    CHECK(server.requests().size() == 1);
}

} // namespace subject_access_review_retry_test
