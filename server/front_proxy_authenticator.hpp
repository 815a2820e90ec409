#pragma once
#include "kube/front_proxy.hpp"
#include "server/authenticator.hpp"

namespace barograph::server {

/// Believes the X-Remote-* headers of the cluster's front proxy, which proves itself by its client
/// certificate; everybody else is anonymous, whatever they say. `proxy` must outlive this.
class front_proxy_authenticator final : public authenticator {
public:
    explicit front_proxy_authenticator(kube::front_proxy& proxy) : proxy_(proxy) {}

    net::awaitable<std::expected<kube::user_info, authentication_error>>
    authenticate(const request& question) override;

private:
    kube::front_proxy& proxy_;
};

} // namespace barograph::server
