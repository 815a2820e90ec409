#include "cli/audit.hpp"

#include "telemetry/failure_log.hpp"
#include "telemetry/log.hpp"

namespace barograph::cli {

namespace {

audit::log_observer observer_of(telemetry::instruments& counts) {
    // Both come from the thread that writes, one after the other.
    auto failures = std::make_shared<telemetry::failure_log>();
    return {.written =
                [&counts, failures] {
                    counts.count_audit_events("written");
                    failures->works("audit log");
                },
            .failed =
                [&counts, failures](const std::string& cause) {
                    counts.count_audit_events("failed");
                    failures->failed("audit log", cause);
                },
            .dropped = [&counts](std::size_t count) { counts.count_audit_events("dropped", count); },
            .reopened =
                [](const std::string& cause) {
                    if (cause.empty()) {
                        telemetry::log_info("audit log: the file was opened anew");
                    } else {
                        telemetry::log_error("audit log: " + cause + "; the file before is written on");
                    }
                }};
}

} // namespace

void auditing::nudge() const {
    if (auditor) {
        policy->nudge();
        log->reopen();
    }
}

std::expected<auditing, std::vector<std::string>> open_audit(net::executor ex, const audit_options& options,
                                                             telemetry::instruments& counts) {
    auto file = std::make_unique<audit_policy_file>(ex, options.policy_file, counts);
    auto policy = file->load();
    if (!policy) {
        return std::unexpected(policy.error());
    }
    auditing result;
    if (options.log.path.empty()) {
        return result;
    }
    auto log = audit::log::open(options.log, observer_of(counts));
    if (!log) {
        return std::unexpected(std::vector<std::string>{"--audit-log-path: " + log.error()});
    }
    result.policy = std::move(file);
    result.log = std::move(*log);
    result.auditor = std::make_unique<server::auditor>(std::move(*policy), *result.log);
    return result;
}

} // namespace barograph::cli
