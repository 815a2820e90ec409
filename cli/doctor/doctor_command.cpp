#include "cli/doctor/doctor_command.hpp"

#include "cli/check/progress_line.hpp"
#include "cli/check/terminal.hpp"
#include "cli/doctor/examination.hpp"
#include "cli/query/run_to_end.hpp"
#include "cli/run.hpp"

#include <iostream>
#include <unistd.h>
#include <utility>

namespace barograph::cli {

namespace {

findings look_through(const doctor_options& options) {
    net::asio::io_context context(1);
    auto session = open_session(context.get_executor(), options);
    progress_line progress(is_terminal(STDERR_FILENO));
    return run_to_end(context, examine(session, [&](std::size_t done, std::size_t total) {
                          progress.tell("checking", done, total);
                      }));
}

bool is_well(const doctor_options& options, const findings& all) {
    const auto counts = count_findings(all);
    return counts.wrong == 0 && !(options.strict && counts.warnings + counts.skipped > 0);
}

} // namespace

int doctor_command(std::vector<std::string> arguments) {
    std::optional<help_wanted> help;
    const auto options = parse_doctor_options(std::move(arguments), help);
    if (!options) {
        std::cerr << "barograph: " << options.error() << " (see barograph doctor --help)\n";
        return exit_status::usage;
    }
    if (help) {
        std::cout << help->text;
        return exit_status::success;
    }
    const auto found = look_through(*options);
    std::cout << (options->format == report_format::json
                      ? findings_json(found)
                      : findings_text(found, is_coloured(options->colour, STDOUT_FILENO)))
              << std::flush;
    return is_well(*options, found) ? exit_status::success : exit_status::failure;
}

} // namespace barograph::cli
