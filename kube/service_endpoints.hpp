#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

/// A Service (v1) and the EndpointSlices (discovery.k8s.io/v1) that say who is behind it, as text. Pure
/// functions.
namespace barograph::kube {

struct service_object {
    std::map<std::uint16_t, std::string> ports;  ///< the ports' names (empty: has none) by number
    std::map<std::string, std::string> selector; ///< of its Pods; empty: somebody else names the endpoints
};

/// Error: one sentence; the text is no Service.
std::expected<service_object, std::string> read_service(const std::string& json);

struct service_endpoint {
    std::string address;
    std::uint16_t port = 0; ///< 0: it has no port of that name
    bool is_ready = false;
};

/// The endpoints in an EndpointSliceList, at the Service's port of that name. Error: one sentence; the text
/// is no such list.
std::expected<std::vector<service_endpoint>, std::string> read_endpoint_slices(const std::string& json,
                                                                               const std::string& port_name);

} // namespace barograph::kube
