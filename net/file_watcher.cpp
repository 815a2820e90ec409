#include "net/file_watcher.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

namespace barograph::net {

namespace {

using error_code = boost::system::error_code;
using timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, executor>;

constexpr std::uint32_t interesting =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB;

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

} // namespace

// Shared with the handlers of its operations, which may come after the watcher is gone.
struct file_watcher::inotify {
    explicit inotify(executor ex) : descriptor(ex), pause(ex) {
        const int handle = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (handle >= 0) {
            descriptor.assign(handle);
        }
    }

    // Watching a folder again is nothing new; one that was put in another's place is.
    void watch(const std::vector<std::string>& paths) {
        if (!descriptor.is_open()) {
            return;
        }
        for (const auto& path : paths) {
            ::inotify_add_watch(descriptor.native_handle(), folder_of(path).c_str(), interesting);
        }
    }

    // What happened does not matter, since the files themselves are looked at.
    void drain() {
        constexpr std::size_t some_events = 4096;
        std::array<char, some_events> buffer{};
        while (descriptor.is_open() && ::read(descriptor.native_handle(), buffer.data(), buffer.size()) > 0) {
        }
    }

    asio::posix::basic_stream_descriptor<executor> descriptor;
    timer pause;
};

file_watcher::file_watcher(executor ex, std::vector<std::string> paths, file_watcher_options options)
    : executor_(ex), paths_(std::move(paths)), options_(options), events_(std::make_shared<inotify>(ex)) {
    // First the watch and then the look, or a change between the two would be missed.
    events_->watch(paths_);
    seen_ = look();
}

file_watcher::~file_watcher() = default;

std::vector<file_stamp> file_watcher::look() const {
    std::vector<file_stamp> stamps;
    stamps.reserve(paths_.size());
    std::ranges::transform(paths_, std::back_inserter(stamps), &file_stamp::of);
    return stamps;
}

void file_watcher::nudge() {
    nudged_ = true;
    events_->pause.cancel();
    if (events_->descriptor.is_open()) {
        events_->descriptor.cancel();
    }
}

awaitable<> file_watcher::changed() {
    auto now = look();
    while (!nudged_ && now == seen_) {
        events_->watch(paths_);
        co_await wait(options_.poll_interval);
        now = look();
    }
    nudged_ = false;
    seen_ = co_await settled(std::move(now));
}

// What the files are once they stay the same; one that never does is taken as it is after a while.
awaitable<std::vector<file_stamp>> file_watcher::settled(std::vector<file_stamp> now) {
    constexpr int most_rounds = 20;
    timer pause(executor_);
    for (int round = 0; round < most_rounds; ++round) {
        pause.expires_after(options_.settle_time);
        co_await pause.async_wait(asio::use_awaitable_t<executor>{});
        auto later = look();
        if (later == now) {
            break;
        }
        now = std::move(later);
    }
    co_return now;
}

awaitable<> file_watcher::wait(std::chrono::nanoseconds longest) {
    const auto shared = events_;
    shared->pause.expires_after(longest);
    error_code ignored;
    if (!shared->descriptor.is_open()) {
        co_await shared->pause.async_wait(asio::redirect_error(asio::use_awaitable_t<executor>{}, ignored));
        co_return;
    }
    shared->pause.async_wait([shared](const error_code& cancelled) {
        if (!cancelled) {
            shared->descriptor.cancel();
        }
    });
    co_await shared->descriptor.async_wait(asio::posix::descriptor_base::wait_read,
                                           asio::redirect_error(asio::use_awaitable_t<executor>{}, ignored));
    shared->pause.cancel();
    shared->drain();
}

} // namespace barograph::net
