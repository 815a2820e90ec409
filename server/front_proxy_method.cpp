#include "server/front_proxy_method.hpp"

#include "server/grounds.hpp"

#include <openssl/ssl.h>

namespace barograph::server {

net::awaitable<std::expected<std::optional<kube::user_info>, authentication_error>>
front_proxy_method::authenticate(const request& question) {
    auto& from = question.from;
    if (from.tls == nullptr) {
        co_return std::nullopt;
    }
    const kube::header_fields fields = [&](const kube::header_visitor& visit) {
        for (const auto& field : question.fields) {
            visit({field.name_string().data(), field.name_string().size()},
                  {field.value().data(), field.value().size()});
        }
    };
    auto user = proxy_.authenticate(from.front_proxy, SSL_get0_peer_certificate(from.tls),
                                    SSL_get_peer_cert_chain(from.tls), fields);
    if (!from.front_proxy.refusal.empty()) {
        co_return std::unexpected(authentication_error{authentication_error::kind::unauthorized,
                                                       "as front proxy: " + from.front_proxy.refusal});
    }
    if (user && question.basis != nullptr) {
        question.basis->believed = grounds::proof::front_proxy;
    }
    co_return user;
}

} // namespace barograph::server
