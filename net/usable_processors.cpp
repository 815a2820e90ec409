#include "net/worker_threads.hpp"

#include <algorithm>
#include <fstream>
#include <sched.h>
#include <string>

namespace barograph::net {

namespace {

std::size_t processors_of_process() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    const bool known = ::sched_getaffinity(0, sizeof allowed, &allowed) == 0;
    return known ? static_cast<std::size_t>(CPU_COUNT(&allowed)) : 1;
}

// Microseconds of processor time a period, or a negative number without a limit.
double limit_of(double quota, double period) {
    return quota > 0 && period > 0 ? quota / period : -1;
}

double cgroup_limit() {
    // In a container its own group is the root that it sees.
    if (std::ifstream v2("/sys/fs/cgroup/cpu.max"); v2) {
        std::string quota;
        double period = 0;
        v2 >> quota >> period;
        return quota == "max" || quota.empty() ? -1 : limit_of(std::strtod(quota.c_str(), nullptr), period);
    }
    std::ifstream quota_file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    std::ifstream period_file("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
    double quota = -1;
    double period = 0;
    quota_file >> quota;
    period_file >> period;
    return limit_of(quota, period);
}

} // namespace

std::size_t usable_processors() {
    const auto processors = std::max<std::size_t>(processors_of_process(), 1);
    const auto limit = cgroup_limit();
    if (limit < 0) {
        return processors;
    }
    // Rounded up: throttled threads are better than an idle part of a processor.
    const auto allowed = static_cast<std::size_t>(limit) +
                         (limit > static_cast<double>(static_cast<std::size_t>(limit)) ? 1U : 0U);
    return std::clamp<std::size_t>(allowed, 1, processors);
}

} // namespace barograph::net
