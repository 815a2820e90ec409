#pragma once
#include "bench/load/histogram.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace barograph::bench {

/// What one thread counted in the measured time, after the warm-up.
struct statistics {
    histogram latency; ///< from when it was asked or due to a good answer, or to giving up
    histogram
        lateness; ///< open loop: how long after its time a request was sent by the generator's own fault
    std::uint64_t answers = 0;   ///< good ones (status 200, a value) to measured requests
    std::uint64_t completed = 0; ///< good ones that came in the measured time, whenever they were asked for
    std::uint64_t body_bytes = 0;
    std::uint64_t connections = 0;               ///< handshakes completed
    std::uint64_t resumed = 0;                   ///< of these
    std::map<std::string, std::uint64_t> errors; ///< by kind
    std::string tls;                             ///< protocol and cipher suite of the first connection

    void add(const statistics& other);
};

} // namespace barograph::bench
