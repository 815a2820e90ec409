#pragma once
#include "audit/event.hpp"

namespace barograph::test {

/// Eve's answered question for a metric, on 14 November 2023 at 22:13:20.
inline audit::event sample_event() {
    const std::chrono::system_clock::time_point received{std::chrono::microseconds{1700000000000042}};
    return {.what = audit::level::metadata,
            .reached = audit::stage::response_complete,
            .id = "id-1",
            .uri = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth?labelSelector=a%3Db",
            .verb = "list",
            .who = {.name = "eve",
                    .uid = "7",
                    .groups = {"system:authenticated", "devs"},
                    .extra = {{"scopes", {"one", "two"}}}},
            .source_ips = {"10.0.0.9", "127.0.0.1"},
            .user_agent = "kubectl/v1.36",
            .object = audit::object_reference{.group = "external.metrics.k8s.io",
                                              .version = "v1beta1",
                                              .ns = "shop",
                                              .resource = "depth"},
            .status = 200,
            .received = received,
            .staged = received + std::chrono::milliseconds{5},
            .annotations = {{"authorization.k8s.io/decision", "allow"},
                            {"authorization.k8s.io/reason", "RBAC: allowed"}}};
}

} // namespace barograph::test
