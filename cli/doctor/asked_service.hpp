#pragma once
#include "cli/doctor/doctor_session.hpp"
#include "kube/service_endpoints.hpp"

#include <optional>
#include <vector>

namespace barograph::cli {

/// The Service that the aggregator asks, or should ask: the one that --apiservice-service names, else the
/// APIService's.
struct asked_service {
    kube::service_name name;
    std::optional<kube::api_service> registration; ///< nothing: there is no APIService
    std::string release{};                         ///< Helm's, NAMESPACE/NAME; empty: not annotated

    /// The port of the Service that the aggregator goes to.
    [[nodiscard]] std::uint16_t port() const {
        constexpr std::uint16_t https = 443;
        return registration ? registration->port : https;
    }
};

/// Error: the finding of `check` that takes the place of all others, because no Service is known.
net::awaitable<std::expected<asked_service, finding>> find_asked_service(doctor_session& session,
                                                                         std::string check);

/// A Service with its endpoints at one port.
struct service_state {
    kube::service_object object;
    bool has_port = false;
    std::vector<kube::service_endpoint> endpoints;

    [[nodiscard]] std::vector<kube::service_endpoint> ready() const;
};

/// Error: the finding that takes the place of all others.
net::awaitable<std::expected<service_state, finding>>
read_service_state(doctor_session& session, std::string check, const asked_service& asked);

} // namespace barograph::cli
