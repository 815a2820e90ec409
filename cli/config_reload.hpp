#pragma once
#include "config/configuration.hpp"
#include "metrics/discovery.hpp"
#include "net/file_watcher.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <string>
#include <vector>

namespace barograph::cli {

/// Follows the file of rules: what is valid takes effect as a whole, anything else is refused and the rules
/// there are stay in force; the log says why, line by line, and `barograph_config_last_reload_successful`
/// that it is so. Use from the io_context's thread only; must outlive run().
class config_reload {
public:
    /// Follows the file from now on: load() after this, or a change in between would be missed.
    config_reload(net::executor ex, std::string path, telemetry::instruments& counts);

    /// The rules to begin with; what is odd about them goes to the log. Error: all problems of the file, one
    /// line each; after a first success that is also that the file is empty.
    std::expected<config::configuration, std::vector<std::string>> load();

    /// Gives each valid change to `rules`, until cancelled.
    net::awaitable<> run(metrics::discovery& rules);

    /// Reads the file again although it did not change.
    void nudge() { watcher_.nudge(); }

private:
    std::string path_;
    telemetry::instruments& instruments_;
    net::file_watcher watcher_;
    bool has_loaded_ = false;
};

} // namespace barograph::cli
