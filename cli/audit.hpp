#pragma once
#include "cli/audit_flags.hpp"
#include "cli/audit_policy_file.hpp"
#include "server/audit_trail.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace barograph::cli {

/// An auditor, the file of its policy and the log that it writes to; all of them null when there is no
/// auditing.
struct auditing {
    std::unique_ptr<audit_policy_file> policy; ///< which policy to begin with is known
    std::unique_ptr<audit::log> log;
    std::unique_ptr<server::auditor> auditor;

    /// Reads the policy again although its file did not change, and opens the log's file anew.
    void nudge() const;
};

/// Reads the policy and opens the log that the flags name, if they name one. Events are counted on `counts`,
/// which must outlive it; that some cannot be written is logged once. Error: what is wrong with the policy,
/// one problem a line, or why the log cannot be written.
std::expected<auditing, std::vector<std::string>> open_audit(net::executor ex, const audit_options& options,
                                                             telemetry::instruments& counts);

} // namespace barograph::cli
