#pragma once
#include "cli/audit_flags.hpp"
#include "server/audit_trail.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace barograph::cli {

/// An auditor and the log that it writes to.
struct auditing {
    std::unique_ptr<audit::log> log;
    std::unique_ptr<server::auditor> auditor; ///< null: no auditing
};

/// Reads the policy and opens the log that the flags name, if they name one. Events are counted on `counts`,
/// which must outlive it; that some cannot be written is logged once. Error: what is wrong with the policy,
/// one problem a line, or why the log cannot be written.
std::expected<auditing, std::vector<std::string>> open_audit(const audit_options& options,
                                                             telemetry::instruments& counts);

} // namespace barograph::cli
