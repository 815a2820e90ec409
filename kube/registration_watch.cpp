#include "kube/registration_watch.hpp"

#include "kube/registration_event.hpp"
#include "kube/retrying_create.hpp"

#include <utility>

namespace barograph::kube {

namespace {

using holder = api_registration::holder;

followed_object registration() {
    return {.group_version = "apiregistration.k8s.io/v1",
            .resource = "apiservices",
            .kind = "APIService",
            .name = external_metrics_api_service,
            .role = "a ClusterRole that allows get, list and watch"};
}

} // namespace

registration_watch::registration_watch(net::executor ex, api_client& api, service_name ours,
                                       const log_sink& log, const registration_watch_options& options,
                                       const clock_source& now)
    : api_(api), ours_(std::move(ours)), log_(log), options_(options),
      limit_(options.most_told, options.window), events_(log, "creating an Event", now), change_(ex),
      follower_(
          api, registration(), [this](const std::string& json) { return take(json); },
          [this] {
              return std::string(current_ ? "what was read last is taken to be so"
                                          : "it is not known whether HPAs' questions reach this server");
          },
          log, options.follow, now,
          {.absent = [this] { set(api_registration{.who = holder::absent, .uid = last_uid_}); },
           .denied = [this] { set(std::nullopt); }}) {}

net::awaitable<> registration_watch::tell() {
    // A cancellation ends this by the exception that Asio throws at the next co_await.
    for (;;) {
        while (!untold()) {
            change_.expires_at(net::time_point::max());
            boost::system::error_code at_a_change;
            co_await change_.async_wait(
                net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, at_a_change));
        }
        co_await pause_until(net::steady_clock::now() + options_.settle);
        const auto now = net::steady_clock::now();
        const auto next = limit_.next(now);
        if (next > now) {
            co_await pause_until(next);
        } else if (untold()) {
            limit_.count(now);
            co_await tell_now(*current_);
        }
    }
}

std::string registration_watch::summary() const {
    return current_ ? registration_summary(*current_, ours_)
                    : std::string("it is not known which Service APIService ") +
                          external_metrics_api_service + " names";
}

std::expected<void, error> registration_watch::take(const std::string& json) {
    auto found = read_registration(json, ours_);
    if (!found) {
        return std::unexpected(error{errc::malformed, found.error()});
    }
    last_uid_ = found->uid;
    set(std::move(*found));
    return {};
}

void registration_watch::set(std::optional<api_registration> found) {
    const bool same = found.has_value() == current_.has_value() && (!found || found->same_holder(*current_));
    current_ = std::move(found);
    if (same) {
        return;
    }
    if (changed_) {
        changed_(current_ ? std::optional(current_->who == holder::ours) : std::nullopt);
    }
    change_.cancel();
}

bool registration_watch::untold() const {
    return current_ && !(told_ && told_->same_holder(*current_));
}

net::awaitable<> registration_watch::tell_now(api_registration found) {
    const bool first = !told_;
    told_ = found;
    const auto& say = found.who == holder::ours ? log_.info : log_.warning;
    if (say) {
        say(registration_account(found, ours_));
    }
    // That all is well from the start is nothing to tell a cluster.
    if (!(first && found.who == holder::ours)) {
        co_await create_event(found);
    }
}

net::awaitable<> registration_watch::create_event(const api_registration& found) {
    std::string path = registration_events_path;
    auto body = registration_event(found, ours_, std::chrono::system_clock::now(), options_.instance);
    retry_options retry;
    const auto deadline = net::steady_clock::now() + options_.follow.deadline;
    const auto created =
        co_await create_retrying(api_, std::move(path), std::move(body), deadline, std::move(retry));
    if (created) {
        events_.succeeded();
        co_return;
    }
    events_.failed(created.error(),
                   std::string("the log alone tells of it") +
                       (created.error().code == errc::forbidden
                            ? "; this client may not create events of events.k8s.io in namespace default"
                            : ""));
}

} // namespace barograph::kube
