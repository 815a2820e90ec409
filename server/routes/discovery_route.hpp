#pragma once
#include "metrics/provider.hpp"
#include "server/listed_bodies.hpp"
#include "server/reply.hpp"
#include "server/request.hpp"
#include "server/request_info.hpp"

#include <string>

namespace barograph::server {

/// `/apis`, `/apis/GROUP` and `/apis/GROUP/VERSION`: which groups, versions and metrics there are; at `/apis`
/// all at once for a client that asks for aggregated discovery. `metrics` must outlive it. Use from one
/// thread.
class discovery_route {
public:
    explicit discovery_route(const metrics::provider& metrics) : metrics_(metrics) {}

    /// Where clients find this server, `host:port`: told at `/apis` once it is known.
    void advertise(std::string address) { address_ = std::move(address); }

    [[nodiscard]] static bool is_for(const request_info& info);
    [[nodiscard]] reply answer(const request& question, const request_info& info);

private:
    [[nodiscard]] reply groups(const request& question);
    [[nodiscard]] reply resources(const request& question);

    const metrics::provider& metrics_;
    std::string address_;
    listed_bodies bodies_;
};

} // namespace barograph::server
