#pragma once
#include "kube/certificate_list.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::kube {

/// How a serving certificate looks to kube-apiserver's aggregator.
struct serving_verdict {
    certificate_summary leaf;
    std::optional<std::string> distrust; ///< why the CA bundle does not verify it; nothing: it does
    bool is_named = false;               ///< an alternative name fits; a common name never counts, as in Go
    /// Until when the chain that was verified holds, else the leaf alone.
    std::chrono::system_clock::time_point valid_until;
};

/// Judges `chain`, PEM with the leaf first as a server sent it, at `now`: whether `ca_bundle` (PEM; an empty
/// one verifies nothing) verifies it for TLS server authentication, and whether it is for the host `name`.
/// Error: one sentence; one of the texts holds no certificates.
std::expected<serving_verdict, std::string>
judge_serving_certificate(std::string_view chain, std::string_view ca_bundle, const std::string& name,
                          std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

} // namespace barograph::kube
