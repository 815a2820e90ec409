#pragma once
#include "kube/error.hpp"
#include "net/http_client.hpp"

#include <expected>
#include <string>

namespace barograph::kube {

/// The body of a successful answer of the Kubernetes API, or what kind of failure the answer is, with the
/// message of its Status object (meta/v1). `asked` and `server` are for the error's sentence: "GET /api/v1",
/// "https://10.0.0.1".
std::expected<std::string, error> judge_answer(net::http_result answer, const std::string& asked,
                                               const std::string& server);

} // namespace barograph::kube
