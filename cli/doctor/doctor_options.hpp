#pragma once
#include "cli/help_text.hpp"
#include "cli/prometheus_options.hpp"
#include "cli/report_flags.hpp"
#include "kube/api_registration.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::cli {

/// What `barograph doctor` was asked for.
struct doctor_options : prometheus_options {
    doctor_options() { prometheus_urls.clear(); }

    std::string kubeconfig;
    std::string context;
    std::optional<kube::service_name> apiservice_service; ///< nothing: whichever the APIService names
    std::optional<kube::service_name> service_account; ///< of the server, of the same form; nothing: who asks
    std::string config;
    std::chrono::nanoseconds timeout = std::chrono::seconds{10}; ///< of each check
    bool strict = false; ///< warnings and what was skipped count as wrong for the status
    report_format format = report_format::text;
    colour_use colour = colour_use::automatic;

    /// prometheus_urls is empty unless it was given: without it nothing is asked.
    [[nodiscard]] bool asks_prometheus() const { return !prometheus_urls.empty(); }
};

/// Reads the command line of `doctor`. Error: one sentence. `help` is set instead of options when help was
/// asked for.
std::expected<doctor_options, std::string> parse_doctor_options(std::vector<std::string> arguments,
                                                                std::optional<help_wanted>& help);

} // namespace barograph::cli
