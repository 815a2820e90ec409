#include "kube/self_subject_review.hpp"

#include "kube/json_text.hpp"

namespace barograph::kube {

std::string self_subject_review_body() {
    return R"({"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"})";
}

std::expected<std::string, std::string> parse_self_subject_review(const std::string& text) {
    const auto review = nlohmann::json::parse(text, nullptr, false);
    const nlohmann::json::json_pointer who("/status/userInfo");
    if (!review.is_object() || text_in(review, "kind") != "SelfSubjectReview" || !review.contains(who) ||
        !review[who].is_object() || text_in(review[who], "username").empty()) {
        return std::unexpected("the answer is not a SelfSubjectReview that names a user");
    }
    return text_in(review[who], "username");
}

} // namespace barograph::kube
