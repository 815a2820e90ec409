#include "cli/audit_policy_file.hpp"

#include "config/audit_policy.hpp"
#include "telemetry/log.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace barograph::cli {

audit_policy_file::audit_policy_file(net::executor ex, std::string path, telemetry::instruments& counts)
    : path_(std::move(path)), instruments_(counts),
      watcher_(ex, path_.empty() ? std::vector<std::string>{} : std::vector{path_}) {}

std::expected<audit::policy, std::vector<std::string>> audit_policy_file::load() {
    if (path_.empty()) {
        return audit::everything();
    }
    // Whoever opens a pipe waits for its other end, and a server waits for nobody once it serves.
    std::error_code ignored;
    if (has_loaded_ && std::filesystem::is_fifo(path_, ignored)) {
        instruments_.count_audit_policy_load(false);
        return std::unexpected(std::vector<std::string>{path_ + ": not a regular file"});
    }
    auto loaded = config::load_audit_policy(path_);
    instruments_.count_audit_policy_load(loaded.has_value());
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
    has_loaded_ = true;
    return std::move(loaded->rules);
}

net::awaitable<> audit_policy_file::run(server::auditor& by) {
    while (!path_.empty()) {
        co_await watcher_.changed();
        auto policy = load();
        if (policy) {
            by.policy = std::move(*policy);
            telemetry::log_info("audit policy taken up from " + path_);
            continue;
        }
        for (const auto& line : policy.error()) {
            telemetry::log_error("audit policy refused: " + line);
        }
        telemetry::log_error(path_ + " is not taken up; the audit policy read before stays in force");
    }
}

} // namespace barograph::cli
