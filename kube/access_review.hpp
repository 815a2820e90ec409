#pragma once
#include "kube/authorizer.hpp"

#include <expected>
#include <string>

/// SubjectAccessReview and SelfSubjectAccessReview (authorization.k8s.io/v1) as text: the question's body and
/// the answer's meaning. Pure functions.
namespace barograph::kube {

/// The object to create. Fields that are empty are left out. Error: the request holds text that is not UTF-8.
std::expected<std::string, std::string> access_review_body(const access_request& request);

/// The same, asked for whoever sends it: request.user does not count.
std::expected<std::string, std::string> self_access_review_body(const access_request& request);

/// What the API server decided. An answer without an opinion is a denial. Error: one sentence; the text is no
/// answered SubjectAccessReview, or both allows and denies.
std::expected<access_decision, std::string> parse_access_review(const std::string& json);

/// The same of a SelfSubjectAccessReview: neither kind is the answer to the other's question.
std::expected<access_decision, std::string> parse_self_access_review(const std::string& json);

/// Two requests have the same key exactly when they are the same question.
std::string access_key(const access_request& request);

} // namespace barograph::kube
