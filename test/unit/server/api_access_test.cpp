#include "test/support/captured_output.hpp"
#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

namespace api_access_test {

using namespace barograph;
using nlohmann::json;
using test::api_fixture;

namespace {

const std::string metric = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth";

std::string message_of(const server::reply& answer) {
    return json::parse(*answer.body).at("message");
}

} // namespace

TEST_CASE_METHOD(api_fixture, "the health paths are everybody's, without anybody being asked who it is") {
    who.user = std::unexpected(
        server::authentication_error{server::authentication_error::kind::unauthorized, "wrong token"});
    for (const auto* path : {"/healthz", "/livez", "/readyz"}) {
        const auto answer = ask("GET", path);
        CHECK(answer.status == 200);
        CHECK(*answer.body == "ok");
        CHECK(answer.content_type == server::text_type);
    }
    CHECK(who.asked == 0);
    CHECK(authorizer.asked.empty());
}

TEST_CASE_METHOD(api_fixture, "everything else is refused to whoever may not ask for it") {
    metrics.has("queue_depth", 1);
    who.user = kube::anonymous_user();
    authorizer.answer = kube::access_decision{};
    const std::string target = GENERATE_COPY(as<std::string>{}, metric, metric + "?watch=true", "/", "/apis",
                                             "/apis/external.metrics.k8s.io/v1beta1", "/metrics", "/version",
                                             "/healthz/ping", "/nope", "//healthz", "/healthz/");
    const std::string method = GENERATE(as<std::string>{}, "GET", "HEAD", "POST", "DELETE", "OPTIONS");
    INFO(method << " " << target);
    const auto answer = ask(method, target);
    CHECK(answer.status == 403);
    CHECK(json::parse(*answer.body).at("reason") == "Forbidden");
    CHECK(metrics.asked.empty());
}

TEST_CASE_METHOD(api_fixture, "the question is put for the user who asks") {
    metrics.has("queue_depth", 1);
    ask("GET", metric + "?watch=1");
    REQUIRE(authorizer.asked.size() == 1);
    CHECK(authorizer.asked.front().user.name == "eve");
    CHECK(authorizer.asked.front().verb == "watch");
    CHECK(authorizer.asked.front().resource == "queue_depth");
}

TEST_CASE_METHOD(api_fixture, "credentials that are wrong are unauthorized, not anonymous") {
    who.user = std::unexpected(
        server::authentication_error{server::authentication_error::kind::unauthorized, "token abc is wrong"});
    const auto answer = ask("GET", metric);
    CHECK(answer.status == 401);
    CHECK(message_of(answer) == "Unauthorized");
    CHECK(authorizer.asked.empty());
}

TEST_CASE_METHOD(api_fixture,
                 "nobody fills the log with tokens that can't be judged while others are known") {
    using server::authentication_error;
    const test::captured_output capture{STDERR_FILENO};
    for (int i = 0; i < 3; ++i) {
        who.user = std::unexpected(
            authentication_error{authentication_error::kind::unavailable, "try " + std::to_string(i)});
        CHECK(ask("GET", "/version").status == 503);
        who.user = kube::anonymous_user();
        CHECK(ask("GET", "/version").status == 200);
    }
    CHECK(capture.text().empty());
}

TEST_CASE_METHOD(api_fixture, "credentials are taken out of every request, whoever asks for whatever") {
    metrics.has("queue_depth", 1);
    const std::string target = GENERATE_COPY(as<std::string>{}, metric, "/healthz", "/nope", "/%zz");
    const bool known = GENERATE(true, false);
    if (!known) {
        who.user = std::unexpected(
            server::authentication_error{server::authentication_error::kind::unauthorized, "wrong token"});
    }
    INFO(target);
    fields.set(server::http::field::authorization, "Bearer abc");
    fields.set(server::http::field::user_agent, "curl");
    ask("GET", target);
    CHECK(who.stripped == 1);
    CHECK(fields.count(server::http::field::authorization) == 0);
    CHECK(fields.count(server::http::field::user_agent) == 1);
}

TEST_CASE_METHOD(api_fixture, "when nobody can say who asks, the answer is 503 and tells no secrets") {
    who.user = std::unexpected(
        server::authentication_error{server::authentication_error::kind::unavailable, "10.0.0.1: refused"});
    const auto answer = ask("GET", metric);
    CHECK(answer.status == 503);
    CHECK(message_of(answer) == "who asks cannot be verified at the moment");
    CHECK(authorizer.asked.empty());
}

TEST_CASE_METHOD(api_fixture, "when nobody can say who may, the answer is a 500 and no value") {
    metrics.has("queue_depth", 1);
    authorizer.answer = std::unexpected(kube::error{kube::errc::unreachable, "kube-apiserver is not there"});
    const auto answer = ask("GET", metric);
    CHECK(answer.status == 500);
    CHECK(metrics.asked.empty());
}

TEST_CASE_METHOD(api_fixture, "a probe lists its checks on request, and fails with them") {
    std::optional<std::string> problem = "no ConfigMap";
    probes.add("front-proxy-configuration", false, [&] { return problem; });
    CHECK(ask("GET", "/readyz").status == 500);
    CHECK(ask("GET", "/livez").status == 200);
    CHECK(*ask("GET", "/readyz?verbose").body ==
          "[+]ping ok\n[-]front-proxy-configuration failed: reason withheld\n"
          "readyz check failed\n");
    problem.reset();
    CHECK(*ask("GET", "/readyz?verbose=").body ==
          "[+]ping ok\n[+]front-proxy-configuration ok\nreadyz check passed\n");
    CHECK(*ask("GET", "/readyz/front-proxy-configuration").body == "ok");
    CHECK(ask("GET", "/readyz/nope").status == 404);
}

} // namespace api_access_test
