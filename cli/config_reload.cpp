#include "cli/config_reload.hpp"

#include "config/load.hpp"
#include "net/file_stamp.hpp"
#include "telemetry/log.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace barograph::cli {

namespace {

void log_findings(const std::vector<config::problem>& findings) {
    for (const auto& found : findings) {
        const auto text = config::without_severity(found);
        found.level == config::severity::note ? telemetry::log_info(text) : telemetry::log_warning(text);
    }
}

} // namespace

config_reload::config_reload(net::executor ex, std::string path, telemetry::instruments& counts)
    : path_(std::move(path)), instruments_(counts), watcher_(ex, {path_}) {}

std::expected<config::configuration, std::vector<std::string>> config_reload::load() {
    // Whoever opens a pipe waits for its other end, and a server waits for nobody once it serves.
    std::error_code ignored;
    if (has_loaded_ && std::filesystem::is_fifo(path_, ignored)) {
        instruments_.count_config_load(false);
        return std::unexpected(std::vector<std::string>{path_ + ": not a regular file"});
    }
    auto configuration = config::load_file(path_);
    // Who writes the file in two steps empties it first, and who has no rules can say so.
    const bool was_emptied = configuration && has_loaded_ && net::file_stamp::of(path_).size == 0;
    instruments_.count_config_load(configuration && !was_emptied);
    if (was_emptied) {
        return std::unexpected(
            std::vector<std::string>{path_ + ": the file is empty; for no rules write externalRules: []"});
    }
    if (configuration) {
        has_loaded_ = true;
        log_findings(configuration->warnings);
        return std::move(*configuration);
    }
    std::vector<std::string> lines;
    for (const auto& problem : configuration.error()) {
        lines.push_back(config::to_string(problem));
    }
    return std::unexpected(std::move(lines));
}

net::awaitable<> config_reload::run(metrics::discovery& rules) {
    while (true) {
        co_await watcher_.changed();
        auto configuration = load();
        if (!configuration) {
            for (const auto& line : configuration.error()) {
                telemetry::log_error("configuration refused: " + line);
            }
            telemetry::log_error(path_ + " is not taken up; the rules read before stay in force");
            continue;
        }
        const auto count = configuration->external_rules.size();
        co_await rules.replace(std::move(configuration->external_rules), net::steady_clock::now());
        telemetry::log_info("configuration taken up: " + std::to_string(count) + " external rules of " +
                            path_);
    }
}

} // namespace barograph::cli
