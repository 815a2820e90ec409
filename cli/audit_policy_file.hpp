#pragma once
#include "audit/policy.hpp"
#include "net/file_watcher.hpp"
#include "server/audit_trail.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <string>
#include <vector>

namespace barograph::cli {

/// Follows the file of the audit policy: a valid one takes effect as a whole for the requests from then on,
/// anything else is refused and the policy there is stays in force; the log says why, and
/// `barograph_audit_policy_loads_total` counts both. Use from the io_context's thread only; must outlive
/// run().
class audit_policy_file {
public:
    /// Follows the file from now on. An empty path: there is no file, and every request is told of.
    audit_policy_file(net::executor ex, std::string path, telemetry::instruments& counts);

    /// The policy to begin with; what it cannot do goes to the log. Error: all problems of the file, one line
    /// each; after a first success that is also that the file is a pipe.
    std::expected<audit::policy, std::vector<std::string>> load();

    /// Gives each valid change to `by`, until cancelled; ends at once when there is no file.
    net::awaitable<> run(server::auditor& by);

    /// Reads the file again although it did not change.
    void nudge() { watcher_.nudge(); }

private:
    std::string path_;
    telemetry::instruments& instruments_;
    net::file_watcher watcher_;
    bool has_loaded_ = false;
};

} // namespace barograph::cli
