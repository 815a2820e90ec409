#include "cli/check/check_command.hpp"

#include "cli/check/check_file.hpp"
#include "cli/check/check_json.hpp"
#include "cli/check/check_options.hpp"
#include "cli/check/check_report.hpp"
#include "cli/check/check_text.hpp"
#include "cli/check/progress_line.hpp"
#include "cli/check/prometheus_check.hpp"
#include "cli/check/terminal.hpp"
#include "cli/prometheus_access.hpp"
#include "cli/prometheus_connection.hpp"
#include "cli/run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <unistd.h>
#include <utility>

namespace barograph::cli {

namespace {

void ask_prometheus(const check_options& options, check_report& report) {
    auto& asked = report.prometheus.emplace();
    const auto connections = prometheus_connections(options);
    if (!connections) {
        asked.failure = connections.error();
        return;
    }
    net::asio::io_context context(1);
    const auto ex = context.get_executor();
    const auto access = open_prometheus(ex, *connections, options);
    asked.url = access.urls;
    progress_line progress(is_terminal(STDERR_FILENO));
    prometheus_session session(ex, *access.api,
                               {.timeout = options.prometheus_timeout,
                                .max_age = options.metrics_max_age,
                                .progress = [&](std::string_view what, std::size_t done, std::size_t total) {
                                    progress.tell(what, done, total);
                                }});
    std::exception_ptr broken;
    net::asio::co_spawn(ex, ask_prometheus(session, report), [&](const std::exception_ptr& error) {
        broken = error;
        context.stop();
    });
    context.run();
    if (broken) {
        std::rethrow_exception(broken);
    }
}

} // namespace

int check_command(std::vector<std::string> arguments) {
    std::optional<help_wanted> help;
    const auto options = parse_check_options(std::move(arguments), help);
    if (!options) {
        std::cerr << "barograph: " << options.error() << " (see barograph check --help)\n";
        return exit_status::usage;
    }
    if (help) {
        std::cout << help->text;
        return exit_status::success;
    }
    check_report report;
    for (const auto& name : options->files) {
        report.files.push_back(check_file(name));
    }
    if (options->asks_prometheus()) {
        ask_prometheus(*options, report);
    }
    if (options->strict) {
        make_strict(report);
    }
    std::cout << (options->format == report_format::json
                      ? report_json(report)
                      : report_text(report, is_coloured(options->colour, STDOUT_FILENO)))
              << std::flush;
    return count_problems(report).errors > 0 ? exit_status::failure : exit_status::success;
}

} // namespace barograph::cli
