#include "cli/audit.hpp"

#include "config/audit_policy.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/log.hpp"

namespace barograph::cli {

namespace {

std::expected<audit::policy, std::vector<std::string>> load_policy(const std::string& file) {
    if (file.empty()) {
        return audit::everything();
    }
    auto loaded = config::load_audit_policy(file);
    if (!loaded) {
        std::vector<std::string> lines;
        for (const auto& problem : loaded.error()) {
            lines.push_back(config::to_string(problem));
        }
        return std::unexpected(std::move(lines));
    }
    for (const auto& note : loaded->notes) {
        telemetry::log_info(config::without_severity(note));
    }
    return std::move(loaded->rules);
}

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
            .dropped = [&counts](std::size_t count) { counts.count_audit_events("dropped", count); }};
}

} // namespace

std::expected<auditing, std::vector<std::string>> open_audit(const audit_options& options,
                                                             telemetry::instruments& counts) {
    auto policy = load_policy(options.policy_file);
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
    result.log = std::move(*log);
    result.auditor = std::make_unique<server::auditor>(std::move(*policy), *result.log);
    return result;
}

} // namespace barograph::cli
