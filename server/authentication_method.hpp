#pragma once
#include "kube/user.hpp"
#include "net/asio.hpp"
#include "server/authenticator.hpp"
#include "server/request.hpp"

#include <expected>
#include <optional>
#include <string_view>

namespace barograph::server {

/// One way to prove who asks; an authenticator_union tries several.
class authentication_method {
public:
    authentication_method() = default;
    authentication_method(const authentication_method&) = delete;
    authentication_method& operator=(const authentication_method&) = delete;
    virtual ~authentication_method() = default;

    /// For metrics: static text.
    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Nothing when the request shows no credentials of this kind. Error: those it shows are wrong, or can't
    /// be judged now; another method may still know who asks.
    virtual net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
    authenticate(const request& question) = 0;

    /// Whether a field of the header is for this method only, beside the usual ones, and nothing else may see
    /// it.
    [[nodiscard]] virtual bool is_credential(std::string_view) const { return false; }
};

} // namespace barograph::server
