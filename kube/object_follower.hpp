#pragma once
#include "kube/api_client.hpp"
#include "kube/log_sink.hpp"
#include "kube/outage_log.hpp"
#include "net/backoff.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>

namespace barograph::kube {

/// One object of the cluster.
struct followed_object {
    std::string group_version{}; ///< "apiregistration.k8s.io/v1"; empty: the core group's v1
    std::string ns{};            ///< empty: its kind is in no namespace
    std::string resource;        ///< plural: "configmaps"
    std::string kind;            ///< "ConfigMap"
    std::string name;
    std::string role; ///< what grants reading it, for an operator: "Role x in y"
};

struct follow_options {
    std::chrono::milliseconds refresh_interval{
        std::chrono::seconds(60)};              ///< read anew, whatever a watch says
    std::chrono::milliseconds first_retry{500}; ///< after a failure; see backoff
    /// Short, since CAs are often changed by restarting the API server, and count once it is back.
    std::chrono::milliseconds last_retry{std::chrono::seconds(5)};
    std::chrono::milliseconds deadline{std::chrono::seconds(10)}; ///< of one read, and of a watch's begin
    net::random_source random = net::random_fraction;
};

/// What is told beside the object itself. Empty functions are not called.
struct follow_hooks {
    std::function<void()> absent{}; ///< it does not exist; without this function that is a failed read
    std::function<void()> denied{}; ///< this client may not read it
};

/// Follows one object by list and watch, so that a change counts at once; and reads it anew once an interval,
/// so that nothing is missed for long whatever becomes of the watch. After a failure it waits as long as the
/// server asks for by Retry-After, but no longer than between any two attempts. Without the right to list or
/// watch, told once, it reads once an interval. Use from the io_context's thread only; must outlive its
/// coroutines.
class object_follower {
public:
    /// Takes the object as JSON. Error: it is unusable.
    using taker = std::function<std::expected<void, error>(const std::string& json)>;

    /// `consequence` ends the log line about a failed read: what it means that nothing new is known.
    object_follower(api_client& api, followed_object what, taker take,
                    std::function<std::string()> consequence, const log_sink& log, follow_options options,
                    const clock_source& now, follow_hooks hooks = {});

    /// Reads the object once. Error: also when it does not exist, or was not taken.
    net::awaitable<std::expected<void, error>> read();
    /// Follows it for as long as it is not cancelled.
    net::awaitable<> run();

    /// Why the last read gave nothing; nothing when it was good. Before the first: that there was none yet.
    [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }

private:
    /// How a watch left off.
    enum class watching {
        resumable = 1, ///< the version seen last is still good
        list_again,
        not_allowed,
    };

    net::awaitable<std::expected<void, error>> list();
    net::awaitable<std::expected<void, error>> get();
    net::awaitable<> watch_until(net::time_point end);
    net::awaitable<watching> watch_once(net::time_point end);
    std::optional<watching> take_event(const std::string& line);
    void tell(const std::expected<void, error>& result);
    [[nodiscard]] std::expected<void, error> missing() const;
    void watch_fails(const error& failure);
    net::awaitable<> pause_before_next();
    [[nodiscard]] std::string path() const;
    [[nodiscard]] std::string selection() const;
    [[nodiscard]] std::string lacks(const std::string& verb) const;

    api_client& api_;
    followed_object what_;
    taker take_;
    std::function<std::string()> consequence_;
    follow_options options_;
    follow_hooks hooks_;
    net::backoff waits_;
    std::chrono::seconds asked_for_{0}; ///< by the server, with the failure seen last
    outage_log reads_;
    outage_log watches_;
    std::optional<std::string> problem_;
    std::string version_; ///< what a watch goes on from; empty: there can be none
};

} // namespace barograph::kube
