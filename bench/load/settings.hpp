#pragma once
#include "bench/load/tls_stream.hpp"

#include <chrono>
#include <cstddef>
#include <netinet/in.h>
#include <string>
#include <vector>

namespace barograph::bench {

enum class traffic_kind {
    closed = 1,  ///< each connection asks again as soon as it has its answer
    open,        ///< requests are due by a schedule, whether answers come or not
    handshakes,  ///< a new connection for each request
    first_value, ///< tries until there is a first value
};

/// What the command line asks for.
struct settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    client_identity identity;
    std::string target = "/";
    std::string target_file;
    std::size_t keys = 1;
    std::vector<std::string> headers;

    traffic_kind kind = traffic_kind::closed;
    std::size_t connections = 16;
    unsigned threads = 1;
    double seconds = 5;
    double warm_up_seconds = 1;
    double timeout_seconds = 30;
    double report_seconds = 0; ///< counts of each such interval are told; 0: of the whole time, once
    std::size_t min_body = 0;  ///< a shorter body is an error: an empty list is no value

    double rate = 667;             ///< open loop: requests per second
    double period_seconds = 15;    ///< open loop: of each asker
    double round_seconds = 0;      ///< open loop: all ask within this part of their period; 0: anywhere in it
    double ramp_seconds = 0;       ///< open loop: askers begin one after the other over this time
    std::size_t spare = 0;         ///< open loop: so many targets are not in use at first; see succession
    std::size_t replaced = 0;      ///< open loop: so many targets a period end, and spare ones come
    double connection_seconds = 0; ///< open loop: after which a connection that asks nothing ends; 0: never
    bool even_phases = false;      ///< open loop: askers evenly spread over the period, else at random
    bool resume = false;           ///< handshakes: resume the session before

    std::vector<int> server_pids; ///< whose CPU time is read

    /// Reads the command line. Ends the process with a message when it cannot be followed, or for --help.
    static settings parse(int argc, char** argv);
    [[nodiscard]] sockaddr_in address() const;
};

} // namespace barograph::bench
