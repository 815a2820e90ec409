#include "kube/access_review.hpp"
#include "test/support/catch.hpp"

namespace access_review_test {

using namespace barograph;

namespace {

kube::access_request metric_request() {
    return {.user = {.name = "eve",
                     .uid = "42",
                     .groups = {"dev", "system:authenticated"},
                     .extra = {{"scopes", {"a", "b"}}}},
            .verb = "get",
            .is_resource = true,
            .ns = "shop",
            .group = "external.metrics.k8s.io",
            .version = "v1beta1",
            .resource = "queue_depth",
            .name = {},
            .path = {}};
}

} // namespace

TEST_CASE("the review of a resource says who, what and where") {
    CHECK(
        kube::access_review_body(metric_request()) ==
        R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{)"
        R"("extra":{"scopes":["a","b"]},"groups":["dev","system:authenticated"],)"
        R"("resourceAttributes":{"group":"external.metrics.k8s.io","namespace":"shop","resource":"queue_depth",)"
        R"("verb":"get","version":"v1beta1"},"uid":"42","user":"eve"}})");
}

TEST_CASE("the review of a path has no resource, and empty fields are left out") {
    kube::access_request request{
        .user = {.name = "system:anonymous", .uid = {}, .groups = {}, .extra = {}},
        .verb = "get",
        .is_resource = false,
        .ns = "left out",
        .group = {},
        .version = {},
        .resource = {},
        .name = {},
        .path = "/metrics",
    };
    CHECK(kube::access_review_body(request) ==
          R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{)"
          R"("nonResourceAttributes":{"path":"/metrics","verb":"get"},"user":"system:anonymous"}})");
}

TEST_CASE("text in a review is escaped, and what is not UTF-8 is refused rather than changed") {
    auto request = metric_request();
    request.user = {.name = "a\"},\"status\":{\"allowed\":true", .uid = {}, .groups = {}, .extra = {}};
    const auto body = kube::access_review_body(request);
    REQUIRE(body.has_value());
    CHECK_THAT(*body, test::ContainsSubstring(R"("user":"a\"},\"status\":{\"allowed\":true"}})"));

    request.user.name = "\xff";
    CHECK_FALSE(kube::access_review_body(request).has_value());
}

TEST_CASE("the review of one object names it") {
    auto request = metric_request();
    request.name = "one";
    CHECK_THAT(*kube::access_review_body(request), test::ContainsSubstring(R"("name":"one")"));
}

TEST_CASE("questions that differ have keys that differ, whatever their fields hold") {
    const auto request = metric_request();
    const auto key = kube::access_key(request);
    CHECK(kube::access_key(metric_request()) == key);
    const auto differs = [&](auto change) {
        auto other = metric_request();
        change(other);
        CHECK(kube::access_key(other) != key);
    };
    differs([](auto& other) { other.verb = "list"; });
    differs([](auto& other) { other.ns = "shop2"; });
    differs([](auto& other) { other.group = "custom.metrics.k8s.io"; });
    differs([](auto& other) { other.version = "v1beta2"; });
    differs([](auto& other) { other.resource = "queue"; });
    differs([](auto& other) { other.name = "one"; });
    differs([](auto& other) { other.user.name = "adam"; });
    differs([](auto& other) { other.user.uid = "43"; });
    differs([](auto& other) { other.user.groups = {"dev"}; });
    differs([](auto& other) { other.user.groups = {"dev", "system:masters"}; });
    differs([](auto& other) { other.user.extra = {{"scopes", {"a", "c"}}}; });
    differs([](auto& other) { other.user.extra = {{"scopes", {"a"}}}; });
    differs([](auto& other) { other.user.extra = {{"scope", {"a", "b"}}}; });

    kube::access_request one{
        .user = {.name = "eve", .uid = {}, .groups = {}, .extra = {}}, .verb = "get", .path = "/a"};
    auto two = one;
    two.path = "/b";
    CHECK(kube::access_key(one) != kube::access_key(two));
}

TEST_CASE("a group is never taken for an extra field, nor a path for a resource") {
    const kube::access_request groups{
        .user = {.name = "eve", .uid = {}, .groups = {"a", "b", "0"}, .extra = {}},
        .verb = "get",
        .path = "/"};
    auto extra = groups;
    extra.user.groups = {"a"};
    extra.user.extra = {{"b", {}}};
    CHECK(kube::access_key(groups) != kube::access_key(extra));
    auto two_groups = groups;
    two_groups.user.groups = {"a", "b"};
    CHECK(kube::access_key(two_groups) != kube::access_key(extra));

    const kube::access_request path{
        .user = {.name = "n", .uid = "u", .groups = {"a", "b"}, .extra = {{"e", {"v"}}}},
        .verb = "get",
        .path = "/x"};
    const kube::access_request resource{.user = {.name = "b", .uid = "e", .groups = {"v"}, .extra = {}},
                                        .verb = "get",
                                        .is_resource = true,
                                        .ns = "/x",
                                        .group = "n",
                                        .version = "u",
                                        .resource = "2",
                                        .name = "a"};
    CHECK(kube::access_key(path) != kube::access_key(resource));
}

TEST_CASE("a review whose status is no object has none") {
    for (const auto* const status : {"\"allowed\"", "true", "null", "[]", "1"}) {
        INFO(status);
        CHECK(kube::parse_access_review(R"({"kind":"SubjectAccessReview","status":)" + std::string(status) +
                                        "}")
                  .error() == "the SubjectAccessReview has no status");
    }
    CHECK(kube::parse_access_review(R"({"kind":"SubjectAccessReview"})").error() ==
          "the SubjectAccessReview has no status");
    CHECK(kube::parse_access_review(R"([])").error() == "the answer is not a SubjectAccessReview");
}

TEST_CASE("an answered review allows only by saying so") {
    struct row {
        std::string status;
        bool allowed;
        std::string reason;
    };

    const auto r = GENERATE(values<row>({
        {R"({"allowed":true})", true, ""},
        {R"({"allowed":true,"reason":"RBAC: allowed by ClusterRoleBinding"})", true,
         "RBAC: allowed by ClusterRoleBinding"},
        {R"({"allowed":true,"denied":false})", true, ""},
        {R"({"allowed":true,"evaluationError":"a role is missing"})", true, ""},
        {R"({"allowed":false})", false, ""},
        {R"({"allowed":false,"denied":true,"reason":"no"})", false, "no"},
        {R"({"allowed":false,"reason":7})", false, ""},
    }));
    INFO(r.status);
    const auto decision = kube::parse_access_review(
        R"({"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","status":)" + r.status + "}");
    REQUIRE(decision.has_value());
    CHECK(decision->allowed == r.allowed);
    CHECK(decision->reason == r.reason);
}

TEST_CASE("what is no answered review is an error") {
    const std::string text = GENERATE(
        "", "true", "null", "[]", "{}", "<html>", R"({"status":{"allowed":true}})",
        R"({"kind":"Status","status":{"allowed":true}})", R"({"kind":"SubjectAccessReview"})",
        R"({"kind":"SubjectAccessReview","status":null})", R"({"kind":"SubjectAccessReview","status":{}})",
        R"({"kind":"SubjectAccessReview","status":{"allowed":"true"}})",
        R"({"kind":"SubjectAccessReview","status":{"allowed":1}})",
        R"({"kind":"SubjectAccessReview","status":{"allowed":true,"denied":"no"}})",
        R"({"kind":"SubjectAccessReview","status":{"allowed":true,"denied":true}})",
        R"({"kind":"SubjectAccessReview","status":{"allowed":true})");
    INFO(text);
    CHECK_FALSE(kube::parse_access_review(text).has_value());
}

TEST_CASE("two requests share a key exactly when they ask the same") {
    const auto base = metric_request();
    const auto key = kube::access_key(base);
    CHECK(key == kube::access_key(metric_request()));

    auto other = base;
    SECTION("user") {
        other.user.name = "adam";
    }
    SECTION("uid") {
        other.user.uid = "43";
    }
    SECTION("fewer groups") {
        other.user.groups.pop_back();
    }
    SECTION("a group that holds another's border") {
        other.user.groups = {"dev,system:authenticated"};
    }
    SECTION("extra values") {
        other.user.extra["scopes"].pop_back();
    }
    SECTION("extra keys") {
        other.user.extra["more"];
    }
    SECTION("verb") {
        other.verb = "list";
    }
    SECTION("namespace") {
        other.ns = "shop2";
    }
    SECTION("group") {
        other.group.clear();
    }
    SECTION("version") {
        other.version = "v1";
    }
    SECTION("resource") {
        other.resource = "queue";
    }
    SECTION("name") {
        other.name = "n";
    }
    SECTION("fields that run into each other") {
        other.ns = "shopexternal";
        other.group = ".metrics.k8s.io";
    }
    SECTION("a path") {
        other.is_resource = false;
    }
    CHECK(kube::access_key(other) != key);
}

TEST_CASE("a question about whoever asks names nobody, and its answer is read as any other") {
    kube::access_request request;
    request.is_resource = true;
    request.verb = "list";
    request.resource = "pods";
    request.user.name = "somebody";
    request.user.groups = {"group"};
    CHECK(kube::self_access_review_body(request) ==
          R"({"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",)"
          R"("spec":{"resourceAttributes":{"resource":"pods","verb":"list"}}})");
    const auto decision =
        kube::parse_self_access_review(R"({"kind":"SelfSubjectAccessReview","status":{"allowed":true}})");
    REQUIRE(decision.has_value());
    CHECK(decision->allowed);
}

TEST_CASE("what whoever asks may do is not what somebody else may, nor the other way round") {
    CHECK(kube::parse_access_review(R"({"kind":"SelfSubjectAccessReview","status":{"allowed":true}})")
              .error() == "the answer is not a SubjectAccessReview");
    CHECK(kube::parse_self_access_review(R"({"kind":"SubjectAccessReview","status":{"allowed":true}})")
              .error() == "the answer is not a SelfSubjectAccessReview");
}

TEST_CASE("what stands in one field is never taken for a part of the next, not even digits") {
    const auto key = [](std::string verb, std::string ns) {
        kube::access_request request;
        request.is_resource = true;
        request.verb = std::move(verb);
        request.ns = std::move(ns);
        return kube::access_key(request);
    };
    CHECK(key("ab", "c") != key("a", "bc"));
    // Lengths alone, written one after the other with the texts, would not keep these apart.
    CHECK(key("0", "aaaaaaaa15") != key("10aaaaaaaa", "5"));
}

} // namespace access_review_test
