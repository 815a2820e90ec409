#include "bench/load/settings.hpp"

#include <CLI/CLI.hpp>

#include <arpa/inet.h>
#include <cstdlib>
#include <map>
#include <stdexcept>

namespace barograph::bench {

settings settings::parse(int argc, char** argv) {
    const std::map<std::string, traffic_kind> kinds{{"closed", traffic_kind::closed},
                                                    {"open", traffic_kind::open},
                                                    {"handshakes", traffic_kind::handshakes},
                                                    {"first-value", traffic_kind::first_value}};
    settings result;
    CLI::App app("Asks an external-metrics server as the API aggregator does, and writes JSON about it.");
    app.add_option("--host", result.host, "IPv4 address of the server");
    app.add_option("--port", result.port, "Its port")->required();
    app.add_option("--ca", result.identity.ca_file, "Whom to trust; without it anybody");
    app.add_option("--cert", result.identity.certificate_file, "The front proxy's certificate");
    app.add_option("--key", result.identity.key_file, "Its key");
    app.add_option("--target", result.target, "Path and query; {i} stands for the number of the key");
    app.add_option("--targets", result.target_file, "File with a path and query a line, a line a key");
    app.add_option("--keys", result.keys, "How many keys --target stands for");
    app.add_option("--header", result.headers, "A further header line; repeatable");
    app.add_option("--mode", result.kind, "closed, open, handshakes or first-value")
        ->transform(CLI::CheckedTransformer(kinds));
    app.add_option("--connections", result.connections, "How many connections, over all threads");
    app.add_option("--threads", result.threads, "How many threads ask");
    app.add_option("--seconds", result.seconds, "How long it is measured");
    app.add_option("--warm-up", result.warm_up_seconds, "How many seconds it runs before");
    app.add_option(
        "--report-every", result.report_seconds,
        "Write the counts of each interval of so many seconds, as they come; without it once, at the end");
    app.add_option("--timeout", result.timeout_seconds, "How many seconds an answer may take");
    app.add_option("--min-body", result.min_body, "A body of fewer bytes is an error");
    app.add_option("--rate", result.rate, "open: requests per second");
    app.add_option("--period", result.period_seconds, "open: seconds after which an asker asks again");
    app.add_option("--round", result.round_seconds,
                   "open: all ask within so many seconds of their period, as a controller's objects do");
    app.add_option("--ramp", result.ramp_seconds,
                   "open: askers begin one after the other over so many seconds");
    app.add_option("--spare", result.spare,
                   "open: so many of the targets, the last ones, are not in use at first");
    app.add_option("--replaced", result.replaced,
                   "open: so many targets a period end, and spare ones take their place");
    app.add_option(
        "--connection-seconds", result.connection_seconds,
        "open: a connection older than that ends when it asks nothing, and a new one takes its place");
    app.add_flag("--even", result.even_phases, "open: askers evenly spread over the period, not at random");
    app.add_flag("--resume", result.resume, "handshakes: resume the session before");
    app.add_option("--server-pid", result.server_pids, "Whose CPU time to read; repeatable");
    try {
        app.parse(argc, argv);
        if (result.round_seconds > result.period_seconds) {
            throw CLI::ValidationError("--round", "is longer than --period, within which all ask");
        }
    } catch (const CLI::ParseError& error) {
        std::exit(app.exit(error));
    }
    return result;
}

sockaddr_in settings::address() const {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &result.sin_addr) != 1) {
        throw std::runtime_error(host + " is no IPv4 address");
    }
    return result;
}

} // namespace barograph::bench
