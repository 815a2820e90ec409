#pragma once
#include "kube/api_registration.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

/// An APIService (apiregistration.k8s.io/v1) as a reader of it sees it: how the aggregator reaches its
/// server, and whether it does. Pure functions.
namespace barograph::kube {

struct api_service {
    std::optional<service_name> service; ///< as written, whatever it is; nothing: kube-apiserver's own
    std::uint16_t port = 443;            ///< of the Service
    std::string ca_bundle;               ///< PEM; empty: none is given
    bool insecure_skip_tls_verify = false;

    /// The condition Available; empty: kube-apiserver has not looked yet.
    std::string available; ///< True, False or Unknown
    std::string reason;
    std::string message;
};

/// Error: one sentence; the text is no APIService, or its caBundle is not base64.
std::expected<api_service, std::string> read_api_service(const std::string& json);

} // namespace barograph::kube
