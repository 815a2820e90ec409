#include "cli/serving_tls.hpp"

#include "net/self_signed.hpp"
#include "net/tls_server.hpp"
#include "telemetry/log.hpp"

namespace barograph::cli {

std::expected<std::shared_ptr<net::tls_context>, std::string> serving_tls(const serve_options& options) {
    if (!options.tls_cert_file.empty()) {
        return net::create_tls_server(options.tls_cert_file, options.tls_private_key_file);
    }
    const auto pair = net::self_signed_pair(options.cert_dir, {});
    if (!pair) {
        return std::unexpected("--cert-dir: " + pair.error());
    }
    telemetry::log_info("serving with the self-signed certificate " + pair->certificate_file);
    return net::create_tls_server(pair->certificate_file, pair->key_file);
}

} // namespace barograph::cli
