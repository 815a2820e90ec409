#include "cli/serve_command.hpp"

#include "cli/run.hpp"
#include "cli/serve.hpp"
#include "cli/serve_options.hpp"
#include "config/load.hpp"
#include "telemetry/log.hpp"

#include <iostream>

namespace barograph::cli {

int serve_command(std::vector<std::string> arguments, std::string_view version) {
    std::optional<help_wanted> help;
    const auto options = parse_serve_options(std::move(arguments), help);
    if (!options) {
        std::cerr << "barograph: " << options.error() << " (see barograph serve --help)\n";
        return exit_status::usage;
    }
    if (help) {
        std::cout << help->text;
        return exit_status::success;
    }
    telemetry::configure_log(options->verbosity);
    auto configuration = config::load_file(options->config);
    if (!configuration) {
        for (const auto& problem : configuration.error()) {
            std::cerr << "barograph: " << config::to_string(problem) << "\n";
        }
        return exit_status::failure;
    }
    for (const auto& warning : options->warnings) {
        telemetry::log_warning(warning);
    }
    for (const auto& warning : configuration->warnings) {
        const auto text = config::without_severity(warning);
        warning.level == config::severity::note ? telemetry::log_info(text) : telemetry::log_warning(text);
    }
    if (auto served = serve(*options, std::move(*configuration), version); !served) {
        std::cerr << "barograph: " << served.error() << "\n";
        return exit_status::failure;
    }
    return exit_status::success;
}

} // namespace barograph::cli
