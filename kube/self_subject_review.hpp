#pragma once
#include <expected>
#include <string>

/// SelfSubjectReview (authentication.k8s.io/v1, since Kubernetes 1.28): who the API server takes this client
/// for. Pure functions.
namespace barograph::kube {

inline constexpr const char* self_subject_review_path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

/// The object to create.
std::string self_subject_review_body();

/// The user's name. Error: one sentence; the text is no answered SelfSubjectReview.
std::expected<std::string, std::string> parse_self_subject_review(const std::string& json);

} // namespace barograph::kube
