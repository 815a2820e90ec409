#include "kube/object_follower.hpp"

#include "kube/pause.hpp"
#include "kube/watch_event.hpp"

#include <algorithm>
#include <utility>

namespace barograph::kube {

namespace {

// How long past its own end a watch is waited for.
constexpr std::chrono::seconds grace{5};
constexpr unsigned status_not_found = 404;

std::string title_of(const followed_object& object) {
    return object.kind + " " + (object.ns.empty() ? "" : object.ns + "/") + object.name;
}

} // namespace

object_follower::object_follower(api_client& api, followed_object what, taker take,
                                 std::function<std::string()> consequence, const log_sink& log,
                                 follow_options options, const clock_source& now, follow_hooks hooks)
    : api_(api), what_(std::move(what)), take_(std::move(take)), consequence_(std::move(consequence)),
      options_(std::move(options)), hooks_(std::move(hooks)),
      waits_(options_.first_retry, options_.last_retry, options_.random),
      reads_(log, "reading " + title_of(what_), now), watches_(log, "watching " + title_of(what_), now),
      problem_(title_of(what_) + " was not read yet") {}

net::awaitable<> object_follower::run() {
    // A cancellation ends this by the exception that Asio throws at the next co_await.
    for (;;) {
        const auto end = net::steady_clock::now() + options_.refresh_interval;
        const auto known = co_await read();
        if (!version_.empty()) {
            co_await watch_until(end);
        } else if (known) {
            co_await pause_until(end);
        } else {
            co_await pause_before_next();
        }
    }
}

net::awaitable<std::expected<void, error>> object_follower::read() {
    version_.clear();
    auto result = co_await list();
    if (!result && result.error().code == errc::forbidden) {
        auto alone = co_await get();
        if (alone) {
            watches_.failed(result.error(), lacks("list"));
        }
        result = std::move(alone);
    }
    tell(result);
    co_return result;
}

net::awaitable<std::expected<void, error>> object_follower::list() {
    auto answer = co_await api_.get(path() + selection(), net::steady_clock::now() + options_.deadline);
    if (!answer) {
        co_return std::unexpected(std::move(answer.error()));
    }
    auto listed = parse_list(*answer, what_.kind);
    if (!listed) {
        co_return std::unexpected(
            error{errc::malformed,
                  "GET " + path() + selection() + " at the Kubernetes API failed: " + listed.error()});
    }
    version_ = std::move(listed->version);
    co_return listed->object ? take_(*listed->object) : missing();
}

net::awaitable<std::expected<void, error>> object_follower::get() {
    auto answer = co_await api_.get(path() + "/" + what_.name, net::steady_clock::now() + options_.deadline);
    if (!answer && answer.error().status == status_not_found) {
        co_return missing();
    }
    if (!answer) {
        co_return std::unexpected(std::move(answer.error()));
    }
    co_return take_(*answer);
}

net::awaitable<> object_follower::watch_until(net::time_point end) {
    for (;;) {
        const auto left_off = co_await watch_once(end);
        if (left_off == watching::not_allowed) {
            co_await pause_until(end);
            co_return;
        }
        if (net::steady_clock::now() >= end) {
            waits_.reset();
            co_return;
        }
        co_await pause_before_next();
        if (left_off == watching::list_again || net::steady_clock::now() >= end) {
            co_return;
        }
    }
}

net::awaitable<object_follower::watching> object_follower::watch_once(net::time_point end) {
    using std::chrono::seconds;
    const auto now = net::steady_clock::now();
    const auto left = std::max(std::chrono::ceil<seconds>(end - now), seconds(1));
    auto target = path() + selection() + "&watch=true&allowWatchBookmarks=true&resourceVersion=" + version_ +
                  "&timeoutSeconds=" + std::to_string(left.count());
    auto events = co_await api_.follow(std::move(target), now + options_.deadline);
    if (!events) {
        watch_fails(events.error());
        co_return events.error().code == errc::forbidden ? watching::not_allowed : watching::list_again;
    }
    for (;;) {
        const auto line = co_await (*events)->next(end + grace);
        if (!line) {
            watch_fails(line.error());
            co_return watching::resumable;
        }
        if (!*line) {
            co_return watching::resumable;
        }
        if (const auto left_off = take_event(**line)) {
            co_return *left_off;
        }
    }
}

// Nothing when the watch goes on.
std::optional<object_follower::watching> object_follower::take_event(const std::string& line) {
    auto event = parse_watch_event(line);
    if (!event) {
        watch_fails({errc::malformed, event.error()});
        return watching::list_again;
    }
    switch (event->what) {
    case watch_event::kind::expired:
        return watching::list_again;
    case watch_event::kind::failed:
        watch_fails({errc::unavailable, "the Kubernetes API ended the watch: " + event->object});
        return watching::list_again;
    case watch_event::kind::present:
        tell(take_(event->object));
        break;
    case watch_event::kind::absent:
        tell(missing());
        break;
    case watch_event::kind::bookmark:
        break;
    }
    version_ = std::move(event->version);
    waits_.reset();
    watches_.succeeded();
    return std::nullopt;
}

void object_follower::tell(const std::expected<void, error>& result) {
    if (result) {
        problem_.reset();
        reads_.succeeded();
        return;
    }
    if (result.error().code == errc::cancelled) {
        return;
    }
    asked_for_ = result.error().retry_after;
    problem_ = result.error().message;
    const bool denied = result.error().code == errc::forbidden;
    if (denied && hooks_.denied) {
        hooks_.denied();
    }
    reads_.failed(result.error(), consequence_() + (denied ? "; " + lacks("get") : ""));
}

net::awaitable<> object_follower::pause_before_next() {
    const auto wait = waits_.next(std::exchange(asked_for_, {}));
    co_await pause_until(net::steady_clock::now() + wait);
}

void object_follower::watch_fails(const error& failure) {
    asked_for_ = failure.retry_after;
    const bool denied = failure.code == errc::forbidden;
    watches_.failed(failure, denied ? lacks("watch") : "changes may count late until it works again");
}

std::expected<void, error> object_follower::missing() const {
    if (hooks_.absent) {
        hooks_.absent();
        return {};
    }
    return std::unexpected(error{errc::rejected, title_of(what_) + " does not exist"});
}

std::string object_follower::path() const {
    return (what_.group_version.empty() ? "/api/v1" : "/apis/" + what_.group_version) +
           (what_.ns.empty() ? "" : "/namespaces/" + what_.ns) + "/" + what_.resource;
}

std::string object_follower::selection() const {
    return "?fieldSelector=metadata.name%3D" + what_.name;
}

// With a right missing it is read once an interval all the same.
std::string object_follower::lacks(const std::string& verb) const {
    return "this client may not " + verb + " " + what_.resource +
           (what_.ns.empty() ? "" : " in " + what_.ns) + "; " + what_.role +
           ", bound to this client, grants it";
}

} // namespace barograph::kube
