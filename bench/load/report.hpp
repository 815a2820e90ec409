#pragma once
#include "bench/load/settings.hpp"
#include "bench/load/statistics.hpp"

#include <string>

namespace barograph::bench {

/// CPU time that was used in the measured time, in seconds.
struct cpu_usage {
    double own = 0;
    double server = 0;
};

/// The result as one line of JSON; latencies in microseconds.
std::string to_json(double seconds, const statistics& counted, const cpu_usage& cpu);

} // namespace barograph::bench
