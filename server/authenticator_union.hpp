#pragma once
#include "server/authentication_method.hpp"
#include "telemetry/instruments.hpp"

#include <memory>
#include <vector>

namespace barograph::server {

/// Tries one method after the other, as Go's generic API server does: the first that names a user counts,
/// whatever those before it found wrong. When none does, wrong credentials are an error, and a request that
/// shows none is anonymous. `counts` must outlive it.
class authenticator_union final : public authenticator {
public:
    authenticator_union(std::vector<std::unique_ptr<authentication_method>> methods,
                        telemetry::instruments& counts)
        : methods_(std::move(methods)), counts_(counts) {}

    net::awaitable<std::expected<kube::user_info, authentication_error>>
    authenticate(const request& question) override;
    void strip_credentials(http::fields& fields) const override;

private:
    /// Who asks, or why nobody can be named; and the method that says so.
    struct finding {
        std::expected<kube::user_info, authentication_error> who;
        std::string_view method;
    };

    net::awaitable<finding> find(const request& question);

    std::vector<std::unique_ptr<authentication_method>> methods_;
    telemetry::instruments& counts_;
};

} // namespace barograph::server
