#include "cli/serve_command.hpp"

#include "cli/run.hpp"
#include "cli/serve.hpp"
#include "cli/serve_options.hpp"
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
    for (const auto& warning : options->warnings) {
        telemetry::log_warning(warning);
    }
    if (auto served = serve(*options, version); !served) {
        for (const auto& line : served.error()) {
            std::cerr << "barograph: " << line << "\n";
        }
        return exit_status::failure;
    }
    return exit_status::success;
}

} // namespace barograph::cli
