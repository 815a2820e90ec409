#include "cli/check/check_command.hpp"

#include "cli/check/check_json.hpp"
#include "cli/check/check_options.hpp"
#include "cli/check/check_report.hpp"
#include "cli/check/check_text.hpp"
#include "cli/check/progress_line.hpp"
#include "cli/check/prometheus_check.hpp"
#include "cli/check/terminal.hpp"
#include "cli/prometheus_connection.hpp"
#include "cli/run.hpp"
#include "config/load.hpp"
#include "config/yaml_document.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <unistd.h>
#include <utility>

namespace barograph::cli {

namespace {

std::expected<config::configuration, std::vector<config::problem>> load_standard_input() {
    // One byte more than allowed, for which it is then refused.
    std::string text(config::yaml_limits{}.bytes + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return config::parse("<stdin>", text);
}

checked_file check_file(const std::string& name) {
    const bool is_standard_input = name == "-";
    auto loaded = is_standard_input ? load_standard_input() : config::load_file(name);
    checked_file file{.name = is_standard_input ? "<stdin>" : name, .accepted = loaded.has_value()};
    if (!loaded) {
        file.problems = std::move(loaded.error());
        return file;
    }
    for (auto& rule : loaded->external_rules) {
        file.rules.push_back({.rule = std::move(rule), .found = {}});
    }
    file.custom_rules = loaded->custom_rules.size();
    file.has_resource_rules = loaded->resource_rules.has_value();
    file.problems = std::move(loaded->warnings);
    return file;
}

void ask_prometheus(const check_options& options, check_report& report) {
    auto& asked = report.prometheus.emplace();
    auto connection = prometheus_connection(options);
    if (!connection) {
        asked.failure = connection.error();
        return;
    }
    net::asio::io_context context(1);
    const auto ex = context.get_executor();
    net::http_client client(ex, std::move(*connection));
    asked.url = client.base().redacted();
    const auto api = prometheus::create_api(client, prometheus_verb(options));
    progress_line progress(is_terminal(STDERR_FILENO));
    prometheus_session session(ex, *api,
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
