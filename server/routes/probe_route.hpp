#pragma once
#include "server/health.hpp"
#include "server/request.hpp"
#include "server/request_info.hpp"

#include <string>

namespace barograph::server {

/// `/healthz`, `/livez`, `/readyz` and each of their checks. Logs what `/readyz` is asked for finds, when it
/// changes. `probes` must outlive it.
class probe_route {
public:
    explicit probe_route(const health& probes) : probes_(probes) {}

    [[nodiscard]] static bool is_for(const request_info& info);
    [[nodiscard]] reply answer(const request& question, const request_info& info);

private:
    void log_readiness();

    const health& probes_;
    std::string not_ready_because_; ///< as last logged
};

} // namespace barograph::server
