#include "cli/serving_certificates.hpp"

#include "net/self_signed.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace barograph::cli {

namespace {

std::expected<net::certificate_pair, std::string> main_pair(const serve_options& options,
                                                            const renewal& how) {
    if (!options.tls_cert_file.empty()) {
        return net::certificate_pair{.certificate_file = options.tls_cert_file,
                                     .key_file = options.tls_private_key_file};
    }
    const auto pair = net::self_signed_pair(options.cert_dir, {}, how.now());
    if (!pair) {
        return std::unexpected("--cert-dir: " + pair.error());
    }
    telemetry::log_info("serving with the self-signed certificate " + pair->certificate_file);
    return net::certificate_pair{.certificate_file = pair->certificate_file, .key_file = pair->key_file};
}

// The name in the certificate that the aggregator expects.
std::string host_of(const std::optional<kube::service_name>& service) {
    return service ? service->name + "." + service->ns + ".svc" : "";
}

std::vector<std::string> files_of(const net::tls_server_options& options) {
    std::vector<std::string> files{options.main.certificate_file, options.main.key_file};
    for (const auto& pair : options.by_name) {
        files.push_back(pair.certificate_file);
        files.push_back(pair.key_file);
    }
    return files;
}

} // namespace

serving_certificates::serving_certificates(net::executor ex, net::tls_server_options files,
                                           const serve_options& options, telemetry::instruments& counts,
                                           renewal how)
    : files_(std::move(files)), service_host_(host_of(options.apiservice_service)), instruments_(counts),
      watcher_(ex, files_of(files_)), made_in_(options.tls_cert_file.empty() ? options.cert_dir : ""),
      renewal_(std::move(how)), next_look_(ex) {}

std::expected<std::unique_ptr<serving_certificates>, std::string>
serving_certificates::create(net::executor ex, const serve_options& options, telemetry::instruments& counts,
                             renewal how) {
    auto main = main_pair(options, how);
    if (!main) {
        return std::unexpected(main.error());
    }
    net::tls_server_options files{.main = std::move(*main)};
    files.by_name = options.tls_sni_cert_key;
    files.min_version = options.tls_min_version;
    if (!options.tls_cipher_suites.cipher_list.empty()) {
        files.cipher_list = options.tls_cipher_suites.cipher_list;
    }
    files.groups = options.tls_groups.list;
    std::unique_ptr<serving_certificates> made(
        new serving_certificates(ex, std::move(files), options, counts, std::move(how)));
    if (auto loaded = made->load(); !loaded) {
        return std::unexpected(loaded.error());
    }
    return made;
}

net::awaitable<> serving_certificates::run() {
    while (true) {
        co_await watcher_.changed();
        if (auto loaded = load(); loaded) {
            telemetry::log_info("serving certificate taken up from " + files_.main.certificate_file);
        } else {
            telemetry::log_error("serving certificate refused: " + loaded.error() +
                                 "; the one before is served on");
        }
    }
}

net::awaitable<> serving_certificates::renew() {
    while (!made_in_.empty()) {
        next_look_.expires_after(renewal_.look_every);
        net::error_code nudged;
        co_await next_look_.async_wait(
            net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, nudged));
        if ((co_await net::asio::this_coro::cancellation_state).cancelled() !=
            net::asio::cancellation_type::none) {
            co_return;
        }
        renew_if_due();
    }
}

// What is made is taken up as any change of the files.
void serving_certificates::renew_if_due() {
    const auto pair = net::self_signed_pair(made_in_, {}, renewal_.now());
    if (!pair) {
        failures_.failed("renewing the self-signed certificate", pair.error());
        return;
    }
    failures_.works("renewing the self-signed certificate");
    if (pair->is_new) {
        telemetry::log_info("renewed the self-signed certificate " + pair->certificate_file);
    }
}

void serving_certificates::nudge() {
    next_look_.cancel();
    watcher_.nudge();
}

std::expected<void, std::string> serving_certificates::load() {
    auto made = net::create_tls_server(files_);
    instruments_.count_certificate_load(made.has_value());
    if (!made) {
        return std::unexpected(made.error());
    }
    current_ = std::move(made->context);
    expires_ = made->expires;
    expires_by_name_ = made->expires_by_name;
    instruments_.set_certificate_expiry(made->expires);
    if (made->expires < renewal_.now()) {
        telemetry::log_warning(files_.main.certificate_file + " has expired; clients will refuse it");
    }
    if (!service_host_.empty() && !made->covers(service_host_)) {
        telemetry::log_warning(files_.main.certificate_file + " is not for " + service_host_ +
                               ", by which the API aggregator calls: it will refuse it, and the APIService "
                               "will not be Available");
    }
    return {};
}

} // namespace barograph::cli
