#pragma once
#include "metrics/provider.hpp"
#include "server/listed_bodies.hpp"
#include "server/reply.hpp"
#include "server/request.hpp"
#include "server/request_info.hpp"

namespace barograph::server {

/// `/openapi/v2`, `/openapi/v3` and the document that the latter names: what kube-apiserver merges into its
/// own, and kubectl explains. JSON only: it is what the aggregator asks for. `metrics` must outlive it. Use
/// from one thread.
class openapi_route {
public:
    explicit openapi_route(const metrics::provider& metrics) : metrics_(metrics) {}

    [[nodiscard]] static bool is_for(const request_info& info);
    [[nodiscard]] reply answer(const request& question, const request_info& info);

private:
    [[nodiscard]] reply index(const request& question);
    [[nodiscard]] reply group(const request& question);

    const metrics::provider& metrics_;
    listed_bodies bodies_;
};

} // namespace barograph::server
