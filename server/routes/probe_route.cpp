#include "server/routes/probe_route.hpp"

#include "server/query_parameter.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace barograph::server {

using namespace std::string_view_literals;

bool probe_route::is_for(const request_info& info) {
    constexpr std::array probes = {"healthz"sv, "livez"sv, "readyz"sv};
    return !info.segments.empty() && info.segments.size() <= 2 && info.slashes_at_end == 0 &&
           std::ranges::find(probes, info.segments.front()) != probes.end();
}

reply probe_route::answer(const request& question, const request_info& info) {
    const auto& kind = info.segments.front();
    if (kind == "readyz") {
        log_readiness();
    }
    const bool verbose = query_parameter(question.query, "verbose").has_value();
    const auto& name = info.segments.size() > 1 ? info.segments[1] : std::string{};
    return probes_.answer(kind, name, verbose);
}

// Whoever probes is told no reasons, so that the log has to.
void probe_route::log_readiness() {
    auto reasons = probes_.not_ready_because();
    if (reasons != not_ready_because_) {
        telemetry::log_info(reasons.empty() ? "ready" : "not ready: " + reasons);
        not_ready_because_ = std::move(reasons);
    }
}

} // namespace barograph::server
