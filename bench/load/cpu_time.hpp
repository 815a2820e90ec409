#pragma once
#include <vector>

namespace barograph::bench {

/// User and system time that processes have had so far, all their threads together, in seconds; of one that
/// is gone none. Source: /proc/PID/stat, proc(5).
double cpu_seconds_of(const std::vector<int>& pids);

/// The same of this process.
double own_cpu_seconds();

} // namespace barograph::bench
