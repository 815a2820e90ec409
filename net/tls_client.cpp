#include "net/tls_client.hpp"

#include <boost/asio/buffer.hpp>

namespace barograph::net {

namespace {

std::expected<std::string, std::string> load(const pem_source& source) {
    if (source.file.empty()) {
        return source.text;
    }
    return read_file(source.file);
}

std::string name_of(const pem_source& source, const char* what) {
    return source.file.empty() ? std::string("the ") + what : source.file;
}

std::expected<void, std::string> trust(tls_context& context, const pem_source& ca) {
    error_code error;
    if (!ca.given()) {
        context.set_default_verify_paths(error);
        return {};
    }
    const auto pem = load(ca);
    if (!pem) {
        return std::unexpected(pem.error());
    }
    context.add_certificate_authority(asio::buffer(*pem), error);
    if (error) {
        return std::unexpected(name_of(ca, "CA data") + ": no usable PEM certificate (" + error.message() +
                               ")");
    }
    return {};
}

std::expected<void, std::string> identify(tls_context& context, const tls_client_options& options) {
    if (!options.certificate.given() && !options.key.given()) {
        return {};
    }
    if (!options.certificate.given() || !options.key.given()) {
        return std::unexpected(
            "a client certificate needs its key, and a key its certificate; only one was given");
    }
    const auto certificate = load(options.certificate);
    if (!certificate) {
        return std::unexpected(certificate.error());
    }
    const auto key = load(options.key);
    if (!key) {
        return std::unexpected(key.error());
    }
    refuse_passphrases(context);
    error_code error;
    context.use_certificate_chain(asio::buffer(*certificate), error);
    if (error) {
        return std::unexpected(name_of(options.certificate, "client certificate") +
                               ": no usable PEM certificate (" + error.message() + ")");
    }
    context.use_private_key(asio::buffer(*key), tls_context::pem, error);
    if (error) {
        return std::unexpected(name_of(options.key, "client key") +
                               ": no usable PEM private key for the certificate (" + error.message() + ")");
    }
    return {};
}

std::expected<std::shared_ptr<tls_context>, std::string> build(const tls_client_options& options) {
    auto context = std::make_shared<tls_context>(tls_context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(options.insecure_skip_verify ? asio::ssl::verify_none : asio::ssl::verify_peer);
    // As with Go's clients, whatever is in the CA file is trusted, an intermediate without its root, too.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context->native_handle()), X509_V_FLAG_PARTIAL_CHAIN);
    if (auto trusted = trust(*context, options.ca); !trusted) {
        return std::unexpected(trusted.error());
    }
    if (auto identified = identify(*context, options); !identified) {
        return std::unexpected(identified.error());
    }
    return context;
}

} // namespace

std::expected<tls_client, std::string> tls_client::create(tls_client_options options, log_sink log) {
    tls_client client(std::move(options), std::move(log));
    client.stamps_ = client.stamps();
    auto context = build(client.options_);
    if (!context) {
        return std::unexpected(context.error());
    }
    client.context_ = std::move(*context);
    return client;
}

tls_client::tls_client(tls_client_options options, log_sink log)
    : options_(std::move(options)), log_(std::move(log)) {}

std::vector<file_stamp> tls_client::stamps() const {
    std::vector<file_stamp> result;
    for (const auto* source : {&options_.ca, &options_.certificate, &options_.key}) {
        if (!source->file.empty()) {
            result.push_back(file_stamp::of(source->file));
        }
    }
    return result;
}

std::shared_ptr<tls_context> tls_client::current() {
    auto now = stamps();
    if (now == stamps_) {
        return context_;
    }
    stamps_ = std::move(now);
    auto rebuilt = build(options_);
    if (rebuilt) {
        context_ = std::move(*rebuilt);
        if (refused_ && log_.info) {
            log_.info("usable again");
        }
    } else if (log_.warning) {
        log_.warning(rebuilt.error() + "; what was read last stays in force");
    }
    refused_ = !rebuilt;
    return context_;
}

std::optional<std::chrono::sys_seconds> tls_client::expires() {
    return expiry_of(*current());
}

} // namespace barograph::net
