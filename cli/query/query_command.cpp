#include "cli/query/query_command.hpp"

#include "cli/query/query_local.hpp"
#include "cli/query/query_options.hpp"
#include "cli/query/query_report.hpp"
#include "cli/query/query_server.hpp"
#include "cli/run.hpp"
#include "config/printable.hpp"
#include "telemetry/log.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace barograph::cli {

namespace {

std::expected<nlohmann::ordered_json, std::vector<std::string>>
ask_for_explanation(const query_options& options) {
    if (!options.server) {
        return query_local(options);
    }
    auto answer = query_server(options);
    if (!answer) {
        return std::unexpected(std::vector{std::move(answer.error())});
    }
    return std::move(*answer);
}

} // namespace

int query_command(std::vector<std::string> arguments) {
    const auto options = parse_query_options(std::move(arguments));
    if (!options) {
        std::cerr << "barograph: " << options.error() << " (see barograph query --help)\n";
        return exit_status::usage;
    }
    if (options->help) {
        std::cout << options->help->text;
        return exit_status::success;
    }
    telemetry::log_warnings_only();
    auto explanation = ask_for_explanation(*options);
    if (!explanation) {
        for (const auto& line : explanation.error()) {
            std::cerr << "barograph: " << config::printable(line) << "\n";
        }
        return exit_status::failure;
    }
    const auto hpa = hpa_object(*options, *explanation);
    if (options->as_json) {
        if (!hpa.is_null()) {
            (*explanation)["hpa"] = hpa;
        }
        constexpr int indentation = 2;
        std::cout << explanation->dump(indentation, ' ', false,
                                       nlohmann::ordered_json::error_handler_t::replace)
                  << "\n";
    } else {
        std::cout << query_report(*options, *explanation, hpa);
    }
    return explanation->contains("error") ? exit_status::failure : exit_status::success;
}

} // namespace barograph::cli
