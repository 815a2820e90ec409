#pragma once
#include "cli/serve_options.hpp"
#include "net/file_watcher.hpp"
#include "net/tls_server.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <memory>
#include <string>

namespace barograph::cli {

/// The certificates that the flags name, or else a self-signed one in --cert-dir, followed as their files
/// change: connections begun from then on get the new ones, those that are open go on. What is broken, or a
/// key that does not fit, is refused; the one in force stays and the log says so, as it does of a certificate
/// that has expired, or is not for the Service that --apiservice-service names. Use from the io_context's
/// thread only; must outlive run().
class serving_certificates {
public:
    /// Error: one sentence.
    static std::expected<std::unique_ptr<serving_certificates>, std::string>
    create(net::executor ex, const serve_options& options, telemetry::instruments& counts);

    /// For a new connection.
    [[nodiscard]] const std::shared_ptr<net::tls_context>& current() const { return current_; }

    /// Follows the files until cancelled.
    net::awaitable<> run();

    /// Reads the files again although they did not change.
    void nudge() { watcher_.nudge(); }

private:
    serving_certificates(net::executor ex, net::tls_server_options files, std::string service_host,
                         telemetry::instruments& counts);

    std::expected<void, std::string> load();

    net::tls_server_options files_;
    std::string service_host_; ///< by which the API aggregator calls; empty: not known
    telemetry::instruments& instruments_;
    net::file_watcher watcher_;
    std::shared_ptr<net::tls_context> current_;
};

} // namespace barograph::cli
