#include "kube/subject_access_review.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

namespace subject_access_review_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::ContainsSubstring;
using test::scripted_answer;
using strings = std::vector<std::string>;

namespace {

using result = std::expected<kube::access_decision, kube::error>;

scripted_answer decided(const std::string& status) {
    return scripted_answer::reply(201, R"({"kind":"SubjectAccessReview","status":)" + status + "}");
}

const scripted_answer allowed = decided(R"({"allowed":true,"reason":"by role"})");
const scripted_answer denied = decided(R"({"allowed":false})");

kube::access_request may(const std::string& user, const std::string& metric = "queue_depth") {
    return {.user = {.name = user, .uid = {}, .groups = {"dev"}, .extra = {}},
            .verb = "get",
            .is_resource = true,
            .ns = "shop",
            .group = "external.metrics.k8s.io",
            .version = "v1beta1",
            .resource = metric,
            .name = {},
            .path = {}};
}

struct fixture {
    fixture() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
        use({});
    }

    // Nothing is tried again here: see subject_access_review_retry_test.cpp.
    void use(kube::access_review_options options) {
        options.retry.attempts = 1;
        authorizer =
            kube::create_authorizer(*api, options,
                                    {.info = [this](const std::string& text) { logged.push_back(text); },
                                     .warning = [this](const std::string& text) { logged.push_back(text); }},
                                    [this] { return now; });
    }

    result ask(const std::string& user, const std::string& metric = "queue_depth") {
        return test::run_coroutine(context, authorizer->authorize(may(user, metric)));
    }

    // Asks without waiting for the answer.
    void start(const std::string& user, std::optional<result>& into,
               net::asio::cancellation_signal* cancel = nullptr) {
        auto ended = [](const std::exception_ptr&) {};
        auto task = test::store_result(authorizer->authorize(may(user)), into);
        if (cancel != nullptr) {
            net::asio::co_spawn(context, std::move(task),
                                net::asio::bind_cancellation_slot(cancel->slot(), ended));
        } else {
            net::asio::co_spawn(context, std::move(task), ended);
        }
    }

    void wait_for_requests(std::size_t count) {
        test::run_until(context, [&] { return server.requests().size() >= count; });
        // Whatever else is on its way shall arrive as well.
        context.poll();
    }

    [[nodiscard]] std::size_t asked() const { return server.requests().size(); }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    net::time_point now{};
    strings logged;
    std::unique_ptr<kube::api_client> api;
    std::unique_ptr<kube::authorizer> authorizer;
};

} // namespace

TEST_CASE_METHOD(fixture, "the API server is asked who may do what, and its word counts") {
    server.then(allowed);
    server.then(denied);
    const auto yes = ask("eve");
    REQUIRE(yes.has_value());
    CHECK(yes->allowed);
    CHECK_FALSE(yes->kept);
    CHECK(yes->reason == "by role");
    const auto no = ask("adam");
    REQUIRE(no.has_value());
    CHECK_FALSE(no->allowed);

    REQUIRE(asked() == 2);
    CHECK(server.requests()[0].method == "POST");
    CHECK(server.requests()[0].target == "/apis/authorization.k8s.io/v1/subjectaccessreviews");
    CHECK(server.requests()[0].header("content-type") == "application/json");
    CHECK(
        server.requests()[0].body ==
        R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"groups":["dev"],)"
        R"("resourceAttributes":{"group":"external.metrics.k8s.io","namespace":"shop","resource":"queue_depth",)"
        R"("verb":"get","version":"v1beta1"},"user":"eve"}})");
}

TEST_CASE_METHOD(fixture, "an answer counts for its time, allowed and denied each for its own") {
    use({.authorized_ttl = 10s, .unauthorized_ttl = 5s});
    server.then(allowed);
    server.then(denied);
    REQUIRE(ask("eve")->allowed);
    REQUIRE_FALSE(ask("adam")->allowed);

    now += 5s - 1ns;
    CHECK(ask("eve")->allowed);
    CHECK(ask("eve")->kept);
    CHECK_FALSE(ask("adam")->allowed);
    CHECK(asked() == 2);

    server.then(allowed);
    now += 1ns;
    CHECK(ask("adam")->allowed);
    CHECK(asked() == 3);

    now += 5s - 1ns;
    CHECK(ask("eve")->allowed);
    CHECK(asked() == 3);

    server.then(denied);
    now += 1ns;
    CHECK_FALSE(ask("eve")->allowed);
    CHECK(asked() == 4);
}

TEST_CASE_METHOD(fixture, "an answer's time begins when it is asked for, not when it comes") {
    server.then(allowed.hold());
    std::optional<result> first;
    start("eve", first);
    wait_for_requests(1);
    now += 9s;
    server.release();
    test::run_until(context, [&] { return first.has_value(); });
    REQUIRE(first->has_value());

    server.always(denied);
    now += 1s;
    CHECK_FALSE(ask("eve")->allowed);
}

TEST_CASE_METHOD(fixture, "an answer is only for its own question") {
    server.then(allowed);
    server.always(denied);
    CHECK(ask("eve")->allowed);
    CHECK_FALSE(ask("adam")->allowed);
    CHECK_FALSE(ask("eve", "other_metric")->allowed);
    CHECK(asked() == 3);
}

TEST_CASE_METHOD(fixture, "with a time of zero nothing is kept") {
    use({.authorized_ttl = 0s, .unauthorized_ttl = 0s});
    server.then(allowed);
    server.then(denied);
    server.then(denied);
    CHECK(ask("eve")->allowed);
    CHECK_FALSE(ask("eve")->allowed);
    CHECK_FALSE(ask("eve")->allowed);
    CHECK(asked() == 3);
}

TEST_CASE_METHOD(fixture, "kept answers are bounded in number, and a very long question's is not kept") {
    use({.max_entries = 2});
    server.always(allowed);
    CHECK(ask("a")->allowed);
    CHECK(ask("b")->allowed);
    CHECK(ask("c")->allowed);
    CHECK(asked() == 3);
    CHECK(ask("c")->allowed);
    CHECK(asked() == 3);
    CHECK(ask("a")->allowed);
    CHECK(asked() == 4);

    // 16 KiB, with what else there is in a question.
    const std::string long_name(16'500, 'x');
    CHECK(ask(long_name)->allowed);
    CHECK(ask(long_name)->allowed);
    CHECK(asked() == 6);
    const std::string shorter_name(16'000, 'x');
    CHECK(ask(shorter_name)->allowed);
    CHECK(ask(shorter_name)->allowed);
    CHECK(asked() == 7);
}

TEST_CASE_METHOD(fixture, "what can't be asked is an error of its kind, never an allow, and not kept") {
    struct row {
        scripted_answer answer;
        errc code;
    };

    const std::string yes = R"({"kind":"SubjectAccessReview","status":{"allowed":true}})";
    const auto r = GENERATE_COPY(values<row>({
        {scripted_answer::reply(400, yes), errc::rejected},
        {scripted_answer::reply(401, yes), errc::unauthorized},
        {scripted_answer::reply(403, yes), errc::forbidden},
        {scripted_answer::reply(404, yes), errc::rejected},
        {scripted_answer::reply(422, yes), errc::rejected},
        {scripted_answer::reply(429, yes), errc::unavailable},
        {scripted_answer::reply(500, yes), errc::unavailable},
        {scripted_answer::reply(503, yes), errc::unavailable},
        {scripted_answer::reply(302, yes), errc::malformed},
        {scripted_answer::json("garbage"), errc::malformed},
        {scripted_answer::json(""), errc::malformed},
        {scripted_answer::json("{}"), errc::malformed},
        {scripted_answer::json(R"({"kind":"Status","status":"Success"})"), errc::malformed},
        {decided(R"({"allowed":true,"denied":true})"), errc::malformed},
        {scripted_answer::close_mid_body(yes + yes), errc::unreachable},
        {scripted_answer::disconnect(), errc::unreachable},
        {scripted_answer::raw("allowed\r\n\r\n"), errc::malformed},
        {scripted_answer::never(), errc::timed_out},
    }));
    INFO(r.answer.status << " " << r.answer.body);
    use({.deadline = r.code == errc::timed_out ? 50ms : 5000ms});
    server.always(r.answer);
    const auto first = ask("eve");
    REQUIRE_FALSE(first.has_value());
    CHECK(first.error().code == r.code);
    CHECK_THAT(first.error().message, ContainsSubstring("subjectaccessreviews"));
    const auto before = asked();

    server.always(allowed);
    const auto second = ask("eve");
    REQUIRE(second.has_value());
    CHECK(second->allowed);
    CHECK(asked() == before + 1);
}

TEST_CASE_METHOD(fixture,
                 "an API server that is gone is an error, and kept answers still count for their time") {
    server.then(allowed);
    REQUIRE(ask("eve")->allowed);
    server.stop_listening();
    server.close_connections();
    CHECK(ask("eve")->allowed);
    const auto other = ask("adam");
    REQUIRE_FALSE(other.has_value());
    CHECK(other.error().code == errc::unreachable);
    now += 10s;
    CHECK_FALSE(ask("eve").has_value());
}

TEST_CASE_METHOD(fixture, "a question that can't be written is an error and is not asked") {
    const auto answer = ask("\xff");
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == errc::malformed);
    CHECK(asked() == 0);
}

TEST_CASE_METHOD(fixture, "one question is asked once, however many wait for its answer") {
    server.then(allowed.hold());
    std::vector<std::optional<result>> answers(5);
    for (auto& answer : answers) {
        start("eve", answer);
    }
    wait_for_requests(1);
    CHECK(asked() == 1);
    server.release();
    test::run_until(
        context, [&] { return std::ranges::all_of(answers, [](const auto& a) { return a.has_value(); }); });
    CHECK(asked() == 1);
    for (const auto& answer : answers) {
        REQUIRE(answer->has_value());
        CHECK((*answer)->allowed);
    }
}

TEST_CASE_METHOD(fixture, "those who wait share the error too, and the next one asks anew") {
    server.then(scripted_answer::reply(503, "{}").hold());
    std::optional<result> one;
    std::optional<result> two;
    start("eve", one);
    start("eve", two);
    wait_for_requests(1);
    server.release();
    test::run_until(context, [&] { return one && two; });
    CHECK(one->error().code == errc::unavailable);
    CHECK(two->error().code == errc::unavailable);
    CHECK(asked() == 1);
    server.then(allowed);
    CHECK(ask("eve")->allowed);
}

TEST_CASE_METHOD(fixture, "different questions are asked at the same time, up to a bound") {
    use({.max_in_flight = 2});
    server.always(allowed.hold());
    std::optional<result> one;
    std::optional<result> two;
    start("a", one);
    start("b", two);
    wait_for_requests(2);
    const auto third = ask("c");
    REQUIRE_FALSE(third.has_value());
    CHECK(third.error().code == errc::unavailable);
    CHECK(asked() == 2);

    server.release();
    test::run_until(context, [&] { return one && two; });
    CHECK((*one)->allowed);
    CHECK((*two)->allowed);
    server.always(allowed);
    CHECK(ask("c")->allowed);
}

TEST_CASE_METHOD(fixture, "when the one who asks goes away, another who waits asks in its place") {
    server.then(scripted_answer::never());
    server.always(allowed);
    std::optional<result> first;
    std::optional<result> second;
    std::optional<result> third;
    net::asio::cancellation_signal cancel;
    start("eve", first, &cancel);
    start("eve", second);
    start("eve", third);
    wait_for_requests(1);
    cancel.emit(net::asio::cancellation_type::terminal);
    test::run_until(context, [&] { return second && third; });
    REQUIRE(second->has_value());
    REQUIRE(third->has_value());
    CHECK((*second)->allowed);
    CHECK((*third)->allowed);
    CHECK(asked() == 2);
    CHECK((!first || first->error().code == errc::cancelled));
}

TEST_CASE_METHOD(fixture, "when one who waits goes away, the others still get their answer") {
    server.then(allowed.hold());
    std::optional<result> first;
    std::optional<result> second;
    net::asio::cancellation_signal cancel;
    start("eve", first);
    start("eve", second, &cancel);
    wait_for_requests(1);
    cancel.emit(net::asio::cancellation_type::terminal);
    context.poll();
    CHECK((!second || second->error().code == errc::cancelled));
    server.release();
    test::run_until(context, [&] { return first.has_value(); });
    CHECK((*first)->allowed);
    CHECK(asked() == 1);
}

TEST_CASE_METHOD(fixture, "an outage is told once with its cause, and its end, and a missing role is named") {
    server.always(scripted_answer::reply(
        403, R"({"kind":"Status","message":"eve may not create subjectaccessreviews"})"));
    for (const auto* user : {"a", "b", "c"}) {
        CHECK_FALSE(ask(user).has_value());
    }
    REQUIRE(logged.size() == 1);
    CHECK_THAT(logged[0], ContainsSubstring("eve may not create subjectaccessreviews") &&
                              ContainsSubstring("may not create subjectaccessreviews") &&
                              ContainsSubstring("ClusterRole system:auth-delegator"));
    server.always(allowed);
    CHECK(ask("d")->allowed);
    REQUIRE(logged.size() == 2);
    CHECK_THAT(logged[1], ContainsSubstring("works again"));
}

TEST_CASE_METHOD(fixture, "no role is blamed for what is no matter of rights") {
    server.always(scripted_answer::json("garbage"));
    CHECK_FALSE(ask("a").has_value());
    REQUIRE(logged.size() == 1);
    CHECK_THAT(logged[0], !ContainsSubstring("ClusterRole"));
}

} // namespace subject_access_review_test
