#include "cli/run.hpp"

#include "cli/arguments.hpp"
#include "cli/check/check_command.hpp"
#include "cli/doctor/doctor_command.hpp"
#include "cli/query/query_command.hpp"
#include "cli/serve_command.hpp"

#include <cstdio>
#include <exception>
#include <iostream>

namespace barograph::cli {

namespace {

constexpr const char* help =
    R"(Barograph answers external.metrics.k8s.io from Prometheus, for the Kubernetes HorizontalPodAutoscaler.

usage: barograph COMMAND [FLAGS]

  serve      serve the API (also without a command: flags alone mean serve)
  check      check files of rules, and what the rules find in Prometheus now
  doctor     look through a cluster for what keeps HPAs from their external metrics
  query      show what a metric is worth now, and why
  version    print the version

`barograph COMMAND --help` lists the flags of a command; those of serve are prometheus-adapter's and a few more.
)";

int dispatch(std::vector<std::string> arguments) {
    if (arguments.empty()) {
        std::cerr << help;
        return exit_status::usage;
    }
    const auto command = arguments.front();
    if (command == "--help" || command == "-h" || command == "help") {
        std::cout << help;
        return exit_status::success;
    }
    if (command == "version" || command == "--version") {
        std::cout << "barograph " BAROGRAPH_VERSION "\n";
        return exit_status::success;
    }
    if (command == "serve") {
        arguments.erase(arguments.begin());
        return serve_command(std::move(arguments), BAROGRAPH_VERSION);
    }
    if (command == "check") {
        arguments.erase(arguments.begin());
        return check_command(std::move(arguments));
    }
    if (command == "doctor") {
        arguments.erase(arguments.begin());
        return doctor_command(std::move(arguments));
    }
    if (command == "query") {
        arguments.erase(arguments.begin());
        return query_command(std::move(arguments));
    }
    if (command.starts_with('-')) {
        return serve_command(std::move(arguments), BAROGRAPH_VERSION);
    }
    std::cerr << "barograph: unknown command \"" << printable(command)
              << "\"; expected serve, check, doctor, query or version (see barograph --help)\n";
    return exit_status::usage;
}

} // namespace

int run(std::vector<std::string> arguments) {
    try {
        return dispatch(std::move(arguments));
    } catch (const std::exception& e) {
        static_cast<void>(std::fprintf(stderr, "barograph: unexpected error: %s\n", e.what()));
        return exit_status::failure;
    }
}

} // namespace barograph::cli
