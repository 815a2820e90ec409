#include "server/front_proxy_authenticator.hpp"

#include <openssl/ssl.h>

namespace barograph::server {

net::awaitable<std::expected<kube::user_info, authentication_error>>
front_proxy_authenticator::authenticate(const request& question) {
    auto& from = question.from;
    if (from.tls == nullptr) {
        co_return kube::anonymous_user();
    }
    const kube::header_fields fields = [&](const kube::header_visitor& visit) {
        for (const auto& field : question.fields) {
            visit({field.name_string().data(), field.name_string().size()},
                  {field.value().data(), field.value().size()});
        }
    };
    auto user = proxy_.authenticate(from.front_proxy, SSL_get0_peer_certificate(from.tls),
                                    SSL_get_peer_cert_chain(from.tls), fields);
    if (!user) {
        co_return kube::anonymous_user();
    }
    co_return kube::with_authenticated_group(std::move(*user));
}

} // namespace barograph::server
