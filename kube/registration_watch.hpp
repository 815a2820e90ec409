#pragma once
#include "kube/api_client.hpp"
#include "kube/api_registration.hpp"
#include "kube/burst_limit.hpp"
#include "kube/log_sink.hpp"
#include "kube/object_follower.hpp"
#include "kube/outage_log.hpp"
#include "kube/pause.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace barograph::kube {

struct registration_watch_options {
    /// Rights that are missing are asked for less often than what may come back at any time.
    follow_options follow{.last_retry = std::chrono::seconds(30)};
    /// How long a change has to last before it is told: replacing an object takes it away for a moment.
    std::chrono::milliseconds settle{std::chrono::seconds(2)};
    std::size_t most_told = 4; ///< within the window, since two products that fight would make a stream
    std::chrono::milliseconds window{std::chrono::minutes(10)};
    std::string instance = "barograph"; ///< what Events call this process
};

/// Follows the APIService of external metrics and tells whose it is: by a line of the log, and an Event when
/// it is not this server's, or is again. It never writes the APIService. Without the right to read it nothing
/// is known; without the right to create Events the log alone tells. Either is said once. Use from the
/// io_context's thread only; must outlive its coroutines.
class registration_watch {
public:
    /// Whether it is this server's; nothing: not known.
    using listener = std::function<void(std::optional<bool> ours)>;

    /// `api` must outlive it.
    registration_watch(net::executor ex, api_client& api, service_name ours, const log_sink& log,
                       const registration_watch_options& options = {},
                       const clock_source& now = net::steady_clock::now);

    /// Called at each change, at once, however long it lasts.
    void on_change(listener call) { changed_ = std::move(call); }

    /// Follows the APIService for as long as it is not cancelled.
    net::awaitable<> follow() { return follower_.run(); }

    /// Tells of what was followed, for as long as it is not cancelled.
    net::awaitable<> tell();

    /// What was read last; nothing: not known.
    [[nodiscard]] const std::optional<api_registration>& current() const { return current_; }

    /// Whose it is, in a few words that everybody may read.
    [[nodiscard]] std::string summary() const;

private:
    std::expected<void, error> take(const std::string& json);
    void set(std::optional<api_registration> found);
    [[nodiscard]] bool untold() const;
    net::awaitable<> tell_now(api_registration found);
    net::awaitable<> create_event(const api_registration& found);

    api_client& api_;
    service_name ours_;
    log_sink log_;
    registration_watch_options options_;
    listener changed_;
    std::optional<api_registration> current_;
    std::optional<api_registration> told_;
    std::string last_uid_; ///< so that an Event about an APIService that is gone belongs to it
    burst_limit limit_;
    outage_log events_;
    timer change_; ///< cancelled at a change
    object_follower follower_;
};

} // namespace barograph::kube
