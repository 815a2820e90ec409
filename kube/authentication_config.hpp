#pragma once
#include "kube/api_client.hpp"
#include "kube/client_ca_source.hpp"
#include "kube/log_sink.hpp"
#include "kube/object_follower.hpp"
#include "kube/outage_log.hpp"
#include "kube/request_header_source.hpp"
#include "net/asio.hpp"

#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace barograph::kube {

struct authentication_config_options {
    bool request_header = true; ///< take the front proxy's part; false: flags say it
    bool client_ca = true;      ///< take the CAs of users' certificates; false: flags say them
    follow_options follow{};
};

/// What kube-apiserver publishes in ConfigMap kube-system/extension-apiserver-authentication: who the front
/// proxy is, and the CAs of users' certificates. Followed as it changes. A ConfigMap that can't be read, is
/// invalid or gone leaves the last good one in force. Use from the io_context's thread only, except the
/// current…(); must outlive run().
class authentication_config final : public request_header_source, public client_ca_source {
public:
    authentication_config(api_client& api, const log_sink& log,
                          const authentication_config_options& options = {},
                          const clock_source& now = net::steady_clock::now);

    /// Reads it once. Error: why nothing new is in force.
    net::awaitable<std::expected<void, error>> refresh() { return follower_.read(); }

    /// Follows it for as long as it is not cancelled.
    net::awaitable<> run() { return follower_.run(); }

    [[nodiscard]] std::shared_ptr<const request_header_config> current() const override;
    [[nodiscard]] std::shared_ptr<const std::string> current_client_ca() const override;

    /// Whether it was read, and taken, at least once.
    [[nodiscard]] bool known() const { return known_; }

    /// Why the last read gave nothing; nothing when it was good.
    [[nodiscard]] const std::optional<std::string>& problem() const { return follower_.problem(); }

private:
    std::expected<void, error> take(const std::string& json);
    void take_request_header(request_header_config config);
    std::expected<void, error> take_client_ca(std::string pem);
    void tell(const std::string& text) const;

    log_sink log_;
    authentication_config_options options_;
    bool known_ = false;
    mutable std::mutex mutex_; ///< guards what follows
    std::shared_ptr<const request_header_config> current_;
    std::shared_ptr<const std::string> client_ca_; ///< null: none
    object_follower follower_;
};

} // namespace barograph::kube
