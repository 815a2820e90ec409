#include "cli/limit_flags.hpp"

#include "cli/flags.hpp"
#include "cli/go_duration.hpp"

#include <CLI/CLI.hpp>

namespace barograph::cli {

namespace {

// Zero would not mean "none" but "nothing may", which nobody means.
void add_limit(CLI::App& app, const std::string& name, std::size_t& into, const std::string& type,
               const std::string& text) {
    read_by(app.add_option(name, text)->type_name(type)->default_str(std::to_string(into)), into,
            [](const std::string& given) -> std::expected<std::size_t, std::string> {
                constexpr std::size_t largest = std::size_t{1} << 30U;
                const auto number = parse_number<std::size_t>(given);
                if (!number || *number == 0 || *number > largest) {
                    return std::unexpected("expected a whole number from 1 to " + std::to_string(largest));
                }
                return *number;
            });
}

void add_timeout(CLI::App& app, const std::string& name, std::chrono::nanoseconds& into,
                 const std::string& text) {
    auto* option = add_duration(app, name, into, text);
    option->check([](const std::string& given) -> std::string {
        const auto duration = parse_go_duration(given);
        return duration && duration->count() <= 0 ? "\"" + given + "\": expected more than 0" : "";
    });
}

} // namespace

void add_limit_flags(CLI::App& app, server::limits& limits) {
    app.option_defaults()->group("Limits on clients");
    add_limit(app, "--max-header-bytes", limits.max_header_bytes, "BYTES",
              "Request line and header section; over it 431");
    add_limit(app, "--max-header-count", limits.max_header_count, "N", "Header fields; over it 431");
    add_limit(app, "--max-target-bytes", limits.max_target_bytes, "BYTES", "Path and query; over it 414");
    add_limit(app, "--max-selector-bytes", limits.max_selector_bytes, "BYTES", "labelSelector; over it 414");
    add_limit(app, "--max-body-bytes", limits.max_body_bytes, "BYTES", "Request body; over it 413");
    add_limit(app, "--max-connections", limits.max_connections, "N", "Over it new ones are closed");
    add_limit(app, "--max-connections-per-peer", limits.max_connections_per_peer, "N",
              "From one IPv4 address or IPv6 /64; over it new ones are closed");
    add_limit(app, "--max-requests-inflight", limits.max_requests_in_flight, "N",
              "Over it 429 with Retry-After");
    add_limit(app, "--max-requests-per-connection", limits.max_requests_per_connection, "N",
              "Then the connection ends, so that clients find new replicas");
    add_timeout(app, "--handshake-timeout", limits.handshake_timeout, "For TLS to begin");
    add_timeout(app, "--header-timeout", limits.header_timeout,
                "From a request's first byte to the end of its header");
    add_timeout(app, "--body-timeout", limits.body_timeout, "For a request's body");
    add_timeout(app, "--write-timeout", limits.write_timeout, "For a client to take an answer");
    add_timeout(app, "--idle-timeout", limits.idle_timeout,
                "Between two requests; longer than the 90 s for which the API aggregator keeps a connection");
}

std::expected<void, std::string> check_limit_flags(const server::limits& limits) {
    if (limits.max_target_bytes > limits.max_header_bytes) {
        return std::unexpected("--max-target-bytes must not be larger than --max-header-bytes");
    }
    return {};
}

} // namespace barograph::cli
