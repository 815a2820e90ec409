#include "bench/load/statistics.hpp"

namespace barograph::bench {

void statistics::add(const statistics& other) {
    latency.add(other.latency);
    lateness.add(other.lateness);
    answers += other.answers;
    completed += other.completed;
    body_bytes += other.body_bytes;
    connections += other.connections;
    resumed += other.resumed;
    for (const auto& [kind, count] : other.errors) {
        errors[kind] += count;
    }
    if (tls.empty()) {
        tls = other.tls;
    }
}

} // namespace barograph::bench
