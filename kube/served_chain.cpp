#include "kube/served_chain.hpp"

#include "kube/openssl_handles.hpp"
#include "net/resolver.hpp"
#include "net/stream.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <utility>

namespace barograph::kube {

namespace {

std::string pem_of_chain(SSL* tls) {
    const bio_ptr out(BIO_new(BIO_s_mem()));
    const auto* chain = tls == nullptr ? nullptr : SSL_get_peer_cert_chain(tls);
    if (!out || chain == nullptr) {
        return {};
    }
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        PEM_write_bio_X509(out.get(), sk_X509_value(chain, i));
    }
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

} // namespace

net::awaitable<std::expected<std::string, std::string>> fetch_served_chain(net::executor ex, std::string host,
                                                                           std::uint16_t port,
                                                                           std::string name,
                                                                           net::time_point deadline) {
    auto endpoints = co_await net::resolve(ex, std::move(host), port, deadline);
    if (!endpoints) {
        co_return std::unexpected(endpoints.error().message());
    }
    net::stream connection(ex);
    connection.expires_at(deadline);
    const auto refused = co_await connection.connect(std::move(*endpoints));
    if (refused) {
        co_return std::unexpected(refused.message());
    }
    auto settings = std::make_shared<net::tls_context>(net::tls_context::tls_client);
    settings->set_verify_mode(boost::asio::ssl::verify_none);
    const auto failed = co_await connection.start_tls_client(std::move(settings), std::move(name));
    if (failed) {
        co_return std::unexpected("no TLS: " + failed.message());
    }
    auto pem = pem_of_chain(connection.tls_handle());
    connection.close();
    co_return pem;
}

} // namespace barograph::kube
