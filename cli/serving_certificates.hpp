#pragma once
#include "cli/serve_options.hpp"
#include "net/file_watcher.hpp"
#include "net/tls_server.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/instruments.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace barograph::cli {

/// When a self-signed certificate is looked at again, and by which clock; settable in tests.
struct renewal {
    std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
    std::chrono::nanoseconds look_every = std::chrono::hours{1};
};

/// The certificates that the flags name, or else a self-signed one in --cert-dir, followed as their files
/// change: connections begun from then on get the new ones, those that are open go on. What is broken, or a
/// key that does not fit, is refused; the one in force stays and the log says so, as it does of a certificate
/// that has expired, or is not for the Service that --apiservice-service names. A self-signed one that was
/// made here is renewed 30 days before it expires. Use from the io_context's
/// thread only; must outlive run().
class serving_certificates {
public:
    /// Error: one sentence.
    static std::expected<std::unique_ptr<serving_certificates>, std::string>
    create(net::executor ex, const serve_options& options, telemetry::instruments& counts, renewal how = {});

    /// For a new connection.
    [[nodiscard]] const std::shared_ptr<net::tls_context>& current() const { return current_; }

    /// When the one that is shown to whoever asks for no other's name expires.
    [[nodiscard]] std::chrono::sys_seconds expires() const { return expires_; }

    /// When the first of those shown by name expires; nothing without any.
    [[nodiscard]] std::optional<std::chrono::sys_seconds> expires_by_name() const { return expires_by_name_; }

    /// Follows the files until cancelled.
    net::awaitable<> run();

    /// Renews the self-signed certificate in time, until cancelled; ends at once when there is none.
    net::awaitable<> renew();

    /// Reads the files again although they did not change, and looks whether they are due to be renewed.
    void nudge();

private:
    using timer = net::asio::basic_waitable_timer<net::steady_clock,
                                                  net::asio::wait_traits<net::steady_clock>, net::executor>;

    serving_certificates(net::executor ex, net::tls_server_options files, const serve_options& options,
                         telemetry::instruments& counts, renewal how);

    std::expected<void, std::string> load();
    void renew_if_due();

    net::tls_server_options files_;
    std::string service_host_; ///< by which the API aggregator calls; empty: not known
    telemetry::instruments& instruments_;
    net::file_watcher watcher_;
    std::string made_in_; ///< the folder of the self-signed pair; empty: the flags name one
    renewal renewal_;
    timer next_look_;
    telemetry::failure_log failures_;
    std::shared_ptr<net::tls_context> current_;
    std::chrono::sys_seconds expires_;
    std::optional<std::chrono::sys_seconds> expires_by_name_;
};

} // namespace barograph::cli
