#pragma once
#include "kube/api_client.hpp"
#include "kube/log_sink.hpp"
#include "kube/outage_log.hpp"
#include "kube/request_header_source.hpp"
#include "net/asio.hpp"

#include <chrono>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace barograph::kube {

struct authentication_config_options {
    std::chrono::milliseconds refresh_interval{std::chrono::seconds(60)}; ///< between successful reads
    std::chrono::milliseconds first_retry{
        std::chrono::seconds(1)}; ///< after a failed read; doubles each time
    std::chrono::milliseconds last_retry{std::chrono::seconds(30)}; ///< longest wait after a failed read
    std::chrono::milliseconds deadline{std::chrono::seconds(10)};   ///< of one read
};

/// The request-header configuration that kube-apiserver publishes in ConfigMap
/// kube-system/extension-apiserver- authentication, followed by reading it again and again. A read that
/// fails, or a ConfigMap that is invalid or gone, leaves the last good one in force. Use from the
/// io_context's thread only, except current(); must outlive run().
class authentication_config final : public request_header_source {
public:
    authentication_config(api_client& api, log_sink log, authentication_config_options options = {},
                          clock_source now = net::steady_clock::now);

    /// Reads it once. Error: why nothing new is in force.
    net::awaitable<std::expected<void, error>> refresh();
    /// Reads it at once, and again for as long as it is not cancelled.
    net::awaitable<> run();

    [[nodiscard]] std::shared_ptr<const request_header_config> current() const override;

    /// Why the last read gave nothing; nothing when it was good. Before the first read: that it was not read
    /// yet.
    [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }

private:
    std::expected<void, error> take(const std::string& json);
    void report(const error& failure);

    api_client& api_;
    log_sink log_;
    authentication_config_options options_;
    outage_log outages_;
    std::optional<std::string> problem_;
    mutable std::mutex mutex_; ///< guards current_
    std::shared_ptr<const request_header_config> current_;
};

} // namespace barograph::kube
