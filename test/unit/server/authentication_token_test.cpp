#include "test/unit/server/authentication_fixture.hpp"

namespace authentication_token_test {

using namespace barograph;
using test::anonymous;
using test::certificate;
using test::ContainsSubstring;
using test::StartsWith;
using fixture = test::authentication_fixture;

TEST_CASE_METHOD(fixture, "a bearer token says who asks, without a certificate") {
    CHECK(ask(nullptr, {{"Authorization", "Bearer abc"}}) ==
          "200 sam system:serviceaccounts system:authenticated");
}

TEST_CASE_METHOD(fixture, "a token that is nobody's is refused, not anonymous") {
    CHECK(ask(nullptr, {{"Authorization", "Bearer old"}}) == "401 error: the bearer token is not valid");
}

TEST_CASE_METHOD(fixture, "what is no bearer token is no credential") {
    const auto* value = GENERATE("Basic abc", "Bearer", "Bearer  ", "abc", "Bearer  abc");
    INFO(value);
    CHECK(ask(nullptr, {{"Authorization", value}}) == anonymous);
    CHECK(tokens.asked == 0);
}

TEST_CASE_METHOD(fixture, "a token counts beside a certificate that is nobody's, as in Go") {
    const certificate stranger({.common_name = "stranger"});
    CHECK_THAT(ask(&stranger, {{"Authorization", "Bearer abc"}}), StartsWith("200 sam "));
    CHECK_THAT(ask(&stranger, {{"Authorization", "Bearer old"}}), StartsWith("401 "));
}

TEST_CASE_METHOD(fixture, "a user's certificate goes before a token, which is not even asked about") {
    const certificate adam({.common_name = "adam", .issuer = &user_ca});
    CHECK_THAT(ask(&adam, {{"Authorization", "Bearer abc"}}), StartsWith("200 adam "));
    CHECK(tokens.asked == 0);
}

TEST_CASE_METHOD(fixture, "a token that can't be judged is unavailable, never anonymous, and not told") {
    tokens.failure = kube::error{kube::errc::unreachable, "kube-apiserver is not there"};
    const certificate stranger({.common_name = "stranger"});
    const auto text = ask(GENERATE_COPY(static_cast<const certificate*>(nullptr), &stranger),
                          {{"Authorization", "Bearer s3cret"}});
    CHECK(text == "503 error: kube-apiserver is not there");
    CHECK_THAT(text, !ContainsSubstring("s3cret"));
}

TEST_CASE_METHOD(fixture, "attempts are counted by the method that proved who asks, or failed to") {
    const certificate proxy_client({.common_name = "front-proxy-client", .issuer = &proxy_ca});
    const certificate adam({.common_name = "adam", .issuer = &user_ca});
    const certificate stranger({.common_name = "stranger"});
    ask(&proxy_client, {{"X-Remote-User", "eve"}});
    ask(&adam);
    ask(&stranger);
    ask(nullptr);
    ask(nullptr, {{"Authorization", "Bearer abc"}});
    ask(nullptr, {{"Authorization", "Bearer old"}});
    tokens.failure = kube::error{kube::errc::unreachable, "gone"};
    ask(nullptr, {{"Authorization", "Bearer abc"}});
    const auto text = instruments.expose();
    const auto counted = [&](const std::string& method, const std::string& result) {
        return text.find("barograph_authentication_attempts_total{method=\"" + method + "\",result=\"" +
                         result + "\"} 1\n") != std::string::npos;
    };
    CHECK(counted("request_header", "success"));
    CHECK(counted("client_certificate", "success"));
    CHECK(counted("request_header", "failure"));
    CHECK(counted("anonymous", "success"));
    CHECK(counted("token", "success"));
    CHECK(counted("token", "failure"));
    CHECK(counted("token", "error"));
}

} // namespace authentication_token_test
