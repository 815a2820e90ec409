#include "kube/token_review.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace token_review_test {

using namespace barograph;
using nlohmann::json;
using test::ContainsSubstring;
using strings = std::vector<std::string>;

namespace {

std::expected<std::optional<kube::user_info>, std::string> judged(const json& status,
                                                                  strings audiences = {}) {
    return kube::parse_token_review(json({{"kind", "TokenReview"}, {"status", status}}).dump(), audiences);
}

const json eve = {{"username", "eve"},
                  {"uid", "7"},
                  {"groups", {"dev", "system:authenticated"}},
                  {"extra", {{"authentication.kubernetes.io/pod-name", {"p", "q"}}}}};

} // namespace

TEST_CASE("the question holds the token, and audiences where some are wanted") {
    CHECK(kube::token_review_body("abc", {}) ==
          R"({"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"abc"}})");
    CHECK(
        kube::token_review_body("abc", {"a", "b"}) ==
        R"({"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"audiences":["a","b"],"token":"abc"}})");
    CHECK_FALSE(kube::token_review_body("\xff", {}).has_value());
}

TEST_CASE("an authenticated token is its user's, with uid, groups and extra fields") {
    const auto user = judged({{"authenticated", true}, {"user", eve}});
    REQUIRE(user.has_value());
    REQUIRE(user->has_value());
    CHECK(**user == kube::user_info{.name = "eve",
                                    .uid = "7",
                                    .groups = {"dev", "system:authenticated"},
                                    .extra = {{"authentication.kubernetes.io/pod-name", {"p", "q"}}}});
    const auto bare = judged({{"authenticated", true}, {"user", {{"username", "adam"}}}});
    REQUIRE(bare.has_value());
    CHECK(**bare == kube::user_info{.name = "adam", .uid = {}, .groups = {}, .extra = {}});
}

TEST_CASE("groups and extra fields that are null are none, and what is no object has no extra fields") {
    for (const json& extra : {json(), json("x"), json({"a"}), json(1)}) {
        INFO(extra);
        const auto user = judged(
            {{"authenticated", true}, {"user", {{"username", "eve"}, {"groups", json()}, {"extra", extra}}}});
        REQUIRE(user.has_value());
        CHECK(**user == kube::user_info{.name = "eve", .uid = {}, .groups = {}, .extra = {}});
    }
    const auto user =
        judged({{"authenticated", true}, {"user", {{"username", "eve"}, {"extra", {{"k", json()}}}}}});
    REQUIRE(user.has_value());
    CHECK((*user)->extra == std::map<std::string, strings>{{"k", {}}});
}

TEST_CASE("a user that is no object, or has no name, is an error") {
    for (const json& user :
         {json("eve"), json({"eve"}), json(), json({{"username", ""}}), json({{"uid", "7"}})}) {
        INFO(user);
        CHECK(judged({{"authenticated", true}, {"user", user}}).error() == "the TokenReview names no user");
    }
}

TEST_CASE("a token that is not authenticated is nobody's, whatever else the answer says") {
    const json status = GENERATE(json::object(), json({{"authenticated", false}}),
                                 json({{"authenticated", false}, {"user", {{"username", "eve"}}}}),
                                 json({{"error", "token expired"}}), json({{"user", {{"username", "eve"}}}}));
    INFO(status);
    const auto user = judged(status);
    REQUIRE(user.has_value());
    CHECK_FALSE(user->has_value());
}

TEST_CASE("where audiences are wanted the answer must name one of them") {
    const json status = {{"authenticated", true}, {"user", eve}};
    auto granted = status;
    granted["audiences"] = {"x", "b"};
    CHECK(judged(granted, {"a", "b"})->has_value());
    CHECK_FALSE(judged(granted, {"a"})->has_value());
    CHECK_FALSE(judged(status, {"a"})->has_value());
    auto odd = status;
    odd["audiences"] = "a";
    CHECK_FALSE(judged(odd, {"a"})->has_value());
}

TEST_CASE("what is no answered TokenReview is an error, never a user") {
    const auto* text = GENERATE(
        "", "garbage", "[]", "{}", R"({"kind":"TokenReview"})", R"({"kind":"TokenReview","status":1})",
        R"({"kind":"SubjectAccessReview","status":{"authenticated":true,"user":{"username":"e"}}})",
        R"({"kind":"TokenReview","status":{"authenticated":"true","user":{"username":"e"}}})",
        R"({"kind":"TokenReview","status":{"authenticated":true}})",
        R"({"kind":"TokenReview","status":{"authenticated":true,"user":{}}})",
        R"({"kind":"TokenReview","status":{"authenticated":true,"user":{"username":""}}})",
        R"({"kind":"TokenReview","status":{"authenticated":true,"user":{"username":"e","groups":[1]}}})",
        R"({"kind":"TokenReview","status":{"authenticated":true,"user":{"username":"e","extra":{"k":1}}}})");
    INFO(text);
    CHECK_FALSE(kube::parse_token_review(text, {}).has_value());
}

} // namespace token_review_test
