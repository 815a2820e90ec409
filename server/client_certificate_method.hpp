#pragma once
#include "kube/client_certificates.hpp"
#include "server/authentication_method.hpp"

namespace barograph::server {

/// Users with a client certificate of their own. `users` must outlive this.
class client_certificate_method final : public authentication_method {
public:
    explicit client_certificate_method(kube::client_certificates& users) : users_(users) {}

    [[nodiscard]] std::string_view name() const override { return "client_certificate"; }

    net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
    authenticate(const request& question) override;

private:
    kube::client_certificates& users_;
};

} // namespace barograph::server
