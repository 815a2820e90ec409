#pragma once
#include "kube/user.hpp"
#include "net/asio.hpp"
#include "server/request.hpp"

#include <expected>
#include <string>

namespace barograph::server {

/// Why nobody can be named.
struct authentication_error {
    enum class kind {
        unauthorized = 1, ///< the credentials shown are wrong: 401
        unavailable,      ///< who could judge them can't be asked: 503
    };
    kind what{};
    std::string message{}; ///< for the log; holds no credentials
};

/// Who asks. A request without credentials is `system:anonymous`, not an error.
class authenticator {
public:
    virtual ~authenticator() = default;
    virtual net::awaitable<std::expected<kube::user_info, authentication_error>>
    authenticate(const request& question) = 0;

    /// Takes out of a request's header whatever says or proves who asks, be it true or not. Done before
    /// anything but authenticate() sees the request.
    virtual void strip_credentials(http::fields& fields) const = 0;
};

} // namespace barograph::server
