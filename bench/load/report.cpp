#include "bench/load/report.hpp"

#include <nlohmann/json.hpp>

namespace barograph::bench {

namespace {

nlohmann::ordered_json latency_object(const histogram& latency) {
    const auto microseconds = [](double nanoseconds) { return nanoseconds / 1e3; };
    nlohmann::ordered_json result{{"count", latency.count()}, {"mean", microseconds(latency.mean())}};
    for (const auto& [name, share] :
         {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99.9", 0.999}, {"p99.99", 0.9999}}) {
        result[name] = microseconds(static_cast<double>(latency.quantile(share)));
    }
    result["max"] = microseconds(static_cast<double>(latency.max()));
    return result;
}

} // namespace

std::string to_json(double seconds, const statistics& counted, const cpu_usage& cpu) {
    const auto answers = static_cast<double>(counted.completed);
    const auto per_answer = [&](double used) { return answers > 0 ? used * 1e6 / answers : 0.0; };
    const nlohmann::ordered_json result{
        {"seconds", seconds},
        {"answers", counted.answers},
        {"errors", counted.errors},
        {"rate", answers / seconds},
        {"latency_us", latency_object(counted.latency)},
        {"late_us", latency_object(counted.lateness)},
        {"body_bytes", counted.body_bytes},
        {"tls", counted.tls},
        {"handshakes", counted.connections},
        {"resumed", counted.resumed},
        {"own_cpu_seconds", cpu.own},
        {"own_cpu_us_per_answer", per_answer(cpu.own)},
        {"server_cpu_seconds", cpu.server},
        {"server_cpu_us_per_answer", per_answer(cpu.server)},
    };
    return result.dump();
}

} // namespace barograph::bench
