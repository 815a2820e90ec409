#include "kube/self_subject_review.hpp"
#include "test/support/catch.hpp"

namespace self_subject_review_test {

using namespace barograph;

TEST_CASE("who asks is the user that the API server names") {
    CHECK(kube::parse_self_subject_review(
              R"({"kind":"SelfSubjectReview","status":{"userInfo":{"username":"admin","groups":["a"]}}})") ==
          "admin");
    CHECK(kube::self_subject_review_body() ==
          R"({"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"})");
}

TEST_CASE("an answer without a user is an error") {
    for (const auto* text : {"", "[]", R"({"kind":"Status"})", R"({"kind":"SelfSubjectReview"})",
                             R"({"kind":"SelfSubjectReview","status":{"userInfo":{"username":""}}})"}) {
        INFO(text);
        CHECK_FALSE(kube::parse_self_subject_review(text).has_value());
    }
}

} // namespace self_subject_review_test
