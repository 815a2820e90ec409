#include "server/client_certificate_method.hpp"

#include <openssl/ssl.h>

namespace barograph::server {

net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
client_certificate_method::authenticate(const request& question) {
    auto& from = question.from;
    if (from.tls == nullptr) {
        co_return std::nullopt;
    }
    auto user = users_.authenticate(from.user, SSL_get0_peer_certificate(from.tls),
                                    SSL_get_peer_cert_chain(from.tls));
    if (!user) {
        co_return std::unexpected(
            authentication_error{authentication_error::kind::unauthorized, "as user: " + user.error()});
    }
    co_return std::move(*user);
}

} // namespace barograph::server
