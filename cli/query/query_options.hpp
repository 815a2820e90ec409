#pragma once
#include "cli/help_text.hpp"
#include "cli/prometheus_options.hpp"
#include "rules/desired_replicas.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::cli {

/// Every flag of `barograph query`, with its default.
struct query_options : prometheus_options {
    std::string metric;
    std::string ns = "default";
    std::string selector;

    std::string config; ///< for an answer from the desk

    bool server = false; ///< for the answer of a running Barograph
    std::string kubeconfig;
    std::string context;

    std::optional<rules::hpa_target> target;
    std::int64_t current_replicas = 1;
    double tolerance = rules::default_tolerance;

    bool explain = false;
    bool as_json = false;

    /// Asked for with --help; nothing else counts then.
    std::optional<help_wanted> help;
};

/// Reads the arguments of `query`. Error: one sentence.
std::expected<query_options, std::string> parse_query_options(std::vector<std::string> arguments);

} // namespace barograph::cli
