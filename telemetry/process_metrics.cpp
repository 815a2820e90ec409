#include "telemetry/process_metrics.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace barograph::telemetry {

namespace {

using ::prometheus::ClientMetric;
using ::prometheus::MetricFamily;
using ::prometheus::MetricType;

/// Of proc(5)'s /proc/PID/stat, in its units.
struct process_stat {
    double user_ticks = 0;
    double system_ticks = 0;
    double start_ticks = 0; ///< since boot
    double virtual_bytes = 0;
    double resident_pages = 0;
};

std::optional<process_stat> read_stat(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line)) {
        return std::nullopt;
    }
    // The name in parentheses may hold anything, so that fields are counted from its end.
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) {
        return std::nullopt;
    }
    std::istringstream rest(line.substr(name_end + 1));
    const auto skip = [&](int count) {
        for (std::string ignored; count > 0; --count) {
            rest >> ignored;
        }
    };
    process_stat stat;
    constexpr int before_utime = 11;
    constexpr int before_starttime = 6;
    skip(before_utime);
    rest >> stat.user_ticks >> stat.system_ticks;
    skip(before_starttime);
    rest >> stat.start_ticks >> stat.virtual_bytes >> stat.resident_pages;
    return rest ? std::optional(stat) : std::nullopt;
}

std::optional<double> read_boot_time(const std::string& file) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string key;
        double value = 0;
        if (words >> key >> value && key == "btime") {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<double> count_entries(const std::filesystem::path& folder) {
    std::error_code failed;
    double count = 0;
    for (auto it = std::filesystem::directory_iterator(folder, failed);
         !failed && it != std::filesystem::directory_iterator(); it.increment(failed)) {
        ++count;
    }
    return failed ? std::nullopt : std::optional(count);
}

std::optional<double> most_descriptors() {
    rlimit most{};
    if (::getrlimit(RLIMIT_NOFILE, &most) != 0) {
        return std::nullopt;
    }
    return static_cast<double>(most.rlim_cur);
}

class families {
public:
    void counter(const std::string& name, const std::string& help, double value) {
        ClientMetric metric;
        metric.counter.value = value;
        add(name, help, MetricType::Counter, metric);
    }

    void gauge(const std::string& name, const std::string& help, std::optional<double> value) {
        if (value) {
            ClientMetric metric;
            metric.gauge.value = *value;
            add(name, help, MetricType::Gauge, metric);
        }
    }

    std::vector<MetricFamily> all;

private:
    void add(const std::string& name, const std::string& help, MetricType type, const ClientMetric& metric) {
        MetricFamily family;
        family.name = name;
        family.help = help;
        family.type = type;
        family.metric.push_back(metric);
        all.push_back(std::move(family));
    }
};

} // namespace

std::vector<MetricFamily> process_metrics::Collect() const {
    families result;
    const auto tick = static_cast<double>(::sysconf(_SC_CLK_TCK));
    const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    if (const auto stat = read_stat(proc_ + "/self/stat")) {
        result.counter("process_cpu_seconds_total", "User and system CPU time spent in seconds.",
                       (stat->user_ticks + stat->system_ticks) / tick);
        result.gauge("process_resident_memory_bytes", "Resident memory size in bytes.",
                     stat->resident_pages * page);
        result.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", stat->virtual_bytes);
        if (const auto boot = read_boot_time(proc_ + "/stat")) {
            result.gauge("process_start_time_seconds", "When the process started, as a Unix time in seconds.",
                         *boot + stat->start_ticks / tick);
        }
    }
    result.gauge("process_open_fds", "Open file descriptors.", count_entries(proc_ + "/self/fd"));
    result.gauge("process_max_fds", "The most file descriptors that may be open.", most_descriptors());
    return result.all;
}

} // namespace barograph::telemetry
