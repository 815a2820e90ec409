#pragma once
#include "kube/front_proxy.hpp"
#include "server/authentication_method.hpp"

namespace barograph::server {

/// Believes the X-Remote-* headers of the cluster's front proxy, which proves itself by its client
/// certificate. Any other certificate is wrong here, and may be right for another method. `proxy` must
/// outlive this.
class front_proxy_method final : public authentication_method {
public:
    explicit front_proxy_method(kube::front_proxy& proxy) : proxy_(proxy) {}

    [[nodiscard]] std::string_view name() const override { return "request_header"; }

    net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
    authenticate(const request& question) override;

    [[nodiscard]] bool is_credential(std::string_view field) const override {
        return proxy_.is_identity_header(field);
    }

private:
    kube::front_proxy& proxy_;
};

} // namespace barograph::server
