#include "kube/token_authenticator.hpp"
#include "kube/token_hash.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>

namespace token_authenticator_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

using result = std::expected<std::optional<kube::user_info>, kube::error>;

scripted_answer judged(const std::string& status) {
    return scripted_answer::reply(201, R"({"kind":"TokenReview","status":)" + status + "}");
}

const scripted_answer eve = judged(R"({"authenticated":true,"user":{"username":"eve","groups":["dev"]}})");
const scripted_answer nobody = judged(R"({"error":"token expired"})");

struct fixture {
    fixture() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
        use({});
    }

    void use(kube::token_review_options options) {
        options.retry = {.attempts = 2, .first_wait = 1ms};
        tokens = kube::create_token_authenticator(
            *api, std::move(options),
            {.info = [this](const std::string& text) { logged.push_back(text); },
             .warning = [this](const std::string& text) { logged.push_back(text); }},
            [this] { return now; });
    }

    result ask(const std::string& token) { return test::run_coroutine(context, tokens->authenticate(token)); }

    std::string name_of(const std::string& token) {
        const auto user = ask(token);
        return user ? (*user ? (*user)->name : "nobody") : "error";
    }

    [[nodiscard]] std::size_t asked() const { return server.requests().size(); }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    net::time_point now{};
    std::vector<std::string> logged;
    std::unique_ptr<kube::api_client> api;
    std::unique_ptr<kube::token_authenticator> tokens;
};

} // namespace

TEST_CASE_METHOD(fixture, "the API server is asked whose a token is, and its word counts") {
    server.then(eve);
    server.then(nobody);
    CHECK(name_of("abc") == "eve");
    CHECK(name_of("old") == "nobody");
    REQUIRE(asked() == 2);
    CHECK(server.requests()[0].method == "POST");
    CHECK(server.requests()[0].target == "/apis/authentication.k8s.io/v1/tokenreviews");
    CHECK_THAT(server.requests()[0].body, ContainsSubstring(R"("spec":{"token":"abc"})"));
}

TEST_CASE_METHOD(fixture, "audiences that are wanted are asked for and must be granted") {
    use({.audiences = {"barograph"}});
    server.then(judged(R"({"authenticated":true,"user":{"username":"eve"},"audiences":["barograph"]})"));
    server.then(judged(R"({"authenticated":true,"user":{"username":"eve"},"audiences":["other"]})"));
    CHECK(name_of("a") == "eve");
    CHECK(name_of("b") == "nobody");
    CHECK_THAT(server.requests()[0].body, ContainsSubstring(R"("audiences":["barograph"])"));
}

TEST_CASE_METHOD(fixture, "an answer counts for its time, a user and nobody alike, from when it was asked") {
    server.then(eve);
    server.then(nobody);
    CHECK(name_of("abc") == "eve");
    CHECK(name_of("old") == "nobody");
    now += 10s - 1ns;
    CHECK(name_of("abc") == "eve");
    CHECK(name_of("old") == "nobody");
    CHECK(asked() == 2);
    server.then(nobody);
    server.then(eve);
    now += 1ns;
    CHECK(name_of("abc") == "nobody");
    CHECK(name_of("old") == "eve");
    CHECK(asked() == 4);
}

TEST_CASE_METHOD(fixture, "with a time of zero nothing is kept, and kept answers are bounded in number") {
    SECTION("zero") {
        use({.ttl = 0s});
        server.always(eve);
        CHECK(name_of("abc") == "eve");
        CHECK(name_of("abc") == "eve");
        CHECK(asked() == 2);
    }
    SECTION("bounded") {
        use({.max_entries = 2});
        server.always(eve);
        for (const auto* token : {"a", "b", "c", "c"}) {
            CHECK(name_of(token) == "eve");
        }
        CHECK(asked() == 3);
        CHECK(name_of("a") == "eve");
        CHECK(asked() == 4);
    }
}

TEST_CASE_METHOD(fixture, "one token is asked once, however many show it at a time") {
    server.then(eve.hold());
    std::vector<std::optional<result>> answers(5);
    for (auto& answer : answers) {
        net::asio::co_spawn(context, test::store_result(tokens->authenticate("abc"), answer),
                            [](const std::exception_ptr&) {});
    }
    test::run_until(context, [&] { return asked() == 1; });
    context.poll();
    server.release();
    test::run_until(
        context, [&] { return std::ranges::all_of(answers, [](const auto& a) { return a.has_value(); }); });
    CHECK(asked() == 1);
    for (const auto& answer : answers) {
        REQUIRE(answer->has_value());
        CHECK((**answer)->name == "eve");
    }
}

TEST_CASE_METHOD(fixture, "beyond a bound of tokens at once the next is an error") {
    use({.max_in_flight = 1});
    server.always(eve.hold());
    std::optional<result> first;
    net::asio::co_spawn(context, test::store_result(tokens->authenticate("a"), first),
                        [](const std::exception_ptr&) {});
    test::run_until(context, [&] { return asked() == 1; });
    const auto second = ask("b");
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == errc::unavailable);
    server.release();
    test::run_until(context, [&] { return first.has_value(); });
}

TEST_CASE_METHOD(fixture, "what can't be asked is an error, told without the token, and not kept") {
    const auto failure = GENERATE(scripted_answer::reply(500, "{}"), scripted_answer::reply(401, "{}"),
                                  scripted_answer::json("garbage"), scripted_answer::disconnect(),
                                  judged(R"({"authenticated":true})"));
    server.always(failure);
    const auto answer = ask("s3cret");
    REQUIRE_FALSE(answer.has_value());
    CHECK_THAT(answer.error().message, !ContainsSubstring("s3cret"));
    REQUIRE(logged.size() == 1);
    CHECK_THAT(logged[0], !ContainsSubstring("s3cret"));
    server.always(eve);
    CHECK(name_of("s3cret") == "eve");
}

TEST_CASE_METHOD(fixture, "a missing permission is told once, with the role that grants it") {
    server.always(scripted_answer::reply(403, R"({"kind":"Status","message":"no"})"));
    CHECK(name_of("a") == "error");
    CHECK(name_of("b") == "error");
    REQUIRE(logged.size() == 1);
    CHECK_THAT(logged[0], ContainsSubstring("may not create tokenreviews.authentication.k8s.io") &&
                              ContainsSubstring("ClusterRole system:auth-delegator"));
}

TEST_CASE_METHOD(fixture, "a token that JSON can't hold is nobody's, without a question") {
    CHECK(name_of("\xff") == "nobody");
    CHECK(asked() == 0);
}

TEST_CASE("a token's fingerprint is its own, holds nothing of it, and differs between processes") {
    const kube::token_hash one;
    const kube::token_hash other;
    CHECK(one("abc") == one("abc"));
    CHECK(one("abc") != one("abd"));
    CHECK(one("abc") != other("abc"));
    CHECK(one("abc").size() == 32);
}

TEST_CASE_METHOD(fixture,
                 "no role is blamed for what is no matter of rights, and the end of an outage is told") {
    server.then(scripted_answer::json("garbage"));
    server.then(eve);
    CHECK(name_of("abc") != "eve");
    REQUIRE(logged.size() == 1);
    CHECK_THAT(logged[0], !ContainsSubstring("ClusterRole"));
    CHECK(name_of("abc") == "eve");
    REQUIRE(logged.size() == 2);
    CHECK_THAT(logged[1], ContainsSubstring("works again"));
}

} // namespace token_authenticator_test
