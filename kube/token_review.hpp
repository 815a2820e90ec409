#pragma once
#include "kube/user.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

/// TokenReview (authentication.k8s.io/v1) as text: the question's body and the answer's meaning. Pure
/// functions.
namespace barograph::kube {

/// The object to create. Without audiences the API server's own count. Holds the token: never log it. Error:
/// the token is not UTF-8.
std::expected<std::string, std::string> token_review_body(const std::string& token,
                                                          const std::vector<std::string>& audiences);

/// Whose token it is; nothing when it is nobody's, or for none of the audiences, where some were asked for.
/// Error: one sentence; the text is no answered TokenReview.
std::expected<std::optional<user_info>, std::string>
parse_token_review(const std::string& json, const std::vector<std::string>& audiences);

} // namespace barograph::kube
