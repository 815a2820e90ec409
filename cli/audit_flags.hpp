#pragma once
#include "audit/log.hpp"
#include "cli/cli11_fwd.hpp"

#include <expected>
#include <string>
#include <vector>

namespace barograph::cli {

/// What the flags on auditing say; their names and defaults are Kubernetes'.
struct audit_options {
    audit::log_options log; ///< an empty path: no auditing
    std::string policy_file;
};

/// Adds the flags on auditing. What has no effect as given adds a line to `warnings`. Both must outlive the
/// parsing.
void add_audit_flags(CLI::App& app, audit_options& options, std::vector<std::string>& warnings);

} // namespace barograph::cli
