#pragma once
#include "cli/help_text.hpp"
#include "cli/prometheus_options.hpp"
#include "cli/report_flags.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::cli {

/// What `barograph check` was asked for.
struct check_options : prometheus_options {
    std::vector<std::string> files; ///< at least one; `-` is the standard input, at most once
    bool strict = false;            ///< warnings count as errors
    report_format format = report_format::text;
    colour_use colour = colour_use::automatic;
    std::chrono::nanoseconds metrics_max_age = std::chrono::minutes{10};

    /// prometheus_urls is empty unless it was given: without it nothing is asked.
    [[nodiscard]] bool asks_prometheus() const { return !prometheus_urls.empty(); }
};

/// Reads the command line of `check`. Error: one sentence. `help` is set instead of options when help was
/// asked for.
std::expected<check_options, std::string> parse_check_options(std::vector<std::string> arguments,
                                                              std::optional<help_wanted>& help);

} // namespace barograph::cli
