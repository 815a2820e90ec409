#include "net/tls_server.hpp"

#include "net/file_stamp.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/verify_context.hpp>

namespace barograph::net {

std::expected<std::shared_ptr<tls_context>, std::string>
create_tls_server(const std::string& certificate_file, const std::string& key_file) {
    const auto certificate = read_file(certificate_file);
    if (!certificate) {
        return std::unexpected(certificate.error());
    }
    const auto key = read_file(key_file);
    if (!key) {
        return std::unexpected(key.error());
    }

    auto context = std::make_shared<tls_context>(tls_context::tls_server);
    auto* handle = context->native_handle();
    SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(handle, 0);
    // Forward secrecy and authenticated encryption only, which is also what Go's servers offer for TLS 1.2 by
    // default.
    SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20");
    context->set_options(tls_context::no_compression | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                         SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Idle connections are many; without this each keeps two 16 KiB record buffers.
    SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);

    refuse_passphrases(*context);
    error_code error;
    context->use_certificate_chain(asio::buffer(*certificate), error);
    if (error) {
        return std::unexpected(certificate_file + ": no usable PEM certificate (" + error.message() + ")");
    }
    context->use_private_key(asio::buffer(*key), tls_context::pem, error);
    if (error) {
        return std::unexpected(key_file + ": no usable PEM private key for " + certificate_file + " (" +
                               error.message() + ")");
    }
    context->set_verify_mode(asio::ssl::verify_peer);
    context->set_verify_callback([](bool, asio::ssl::verify_context&) { return true; });
    return context;
}

} // namespace barograph::net
