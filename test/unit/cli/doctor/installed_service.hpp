#pragma once
#include "test/unit/cli/doctor/examined_cluster.hpp"
#include "test/unit/kube/api_service.hpp"

#include <cstdint>
#include <string>

namespace barograph::test {

/// A cluster whose APIService names monitoring/barograph, with one endpoint.
struct installed_service : examined_cluster {
    installed_service() : registration(api_service{.ns = "monitoring", .name = "barograph"}.object()) {}

    /// Answers as it is now; call it once.
    void install(std::uint16_t port, bool is_ready = true) {
        answer(api_service_path, registration);
        answer(service_path, service);
        using nlohmann::json;
        const json endpoint = {{"addresses", json::array({"127.0.0.1"})},
                               {"conditions", {{"ready", is_ready}}}};
        const json slice = {{"ports", json::array({json{{"name", "https"}, {"port", port}}})},
                            {"endpoints", json::array({endpoint})}};
        answer(slices_path, {{"kind", "EndpointSliceList"}, {"items", json::array({slice})}});
    }

    static constexpr const char* service_path = "/api/v1/namespaces/monitoring/services/barograph";
    static constexpr const char* slices_path =
        "/apis/discovery.k8s.io/v1/namespaces/monitoring/endpointslices";

    nlohmann::json registration;
    nlohmann::json service = nlohmann::json::parse(R"({"kind":"Service","spec":{
        "ports":[{"port":443,"name":"https"}],"selector":{"app":"barograph","release":"b"}}})");
};

} // namespace barograph::test
