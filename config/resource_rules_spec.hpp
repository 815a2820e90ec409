#pragma once
#include "rules/rule_spec.hpp"

#include <chrono>
#include <string>

/// `resourceRules`: how CPU and memory of pods and nodes are asked for (metrics.k8s.io). Checked and kept,
/// not served. Plain values.
namespace barograph::config {

/// One of cpu and memory.
struct resource_rule_spec {
    std::string container_query; ///< Go template with `<<` `>>` giving PromQL; empty: none
    std::string node_query;      ///< likewise
    rules::resources_spec resources;
    std::string container_label; ///< the series label that names the container
};

struct resource_rules_spec {
    resource_rule_spec cpu;
    resource_rule_spec memory;
    std::chrono::milliseconds window{0}; ///< over which the queries average, as told to clients
    std::string location;                ///< `file:line`
};

} // namespace barograph::config
