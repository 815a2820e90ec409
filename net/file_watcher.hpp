#pragma once
#include "net/asio.hpp"
#include "net/file_stamp.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace barograph::net {

struct file_watcher_options {
    /// Looks at the files even when the system told nothing: network file systems, a folder put in another's
    /// place, no inotify instance left.
    std::chrono::nanoseconds poll_interval = std::chrono::seconds{30};
    /// How long the files must stay the same before a change counts, so that a file is not read half-written.
    std::chrono::nanoseconds settle_time = std::chrono::milliseconds{100};
};

/// Tells when files change: written, replaced, removed, or when a ConfigMap's or Secret's `..data` link is
/// swapped. Uses inotify on the folders that hold them, and looks from time to time as well. Use from the
/// io_context's thread only; must outlive changed().
class file_watcher {
public:
    file_watcher(executor ex, std::vector<std::string> paths, file_watcher_options options = {});
    file_watcher(const file_watcher&) = delete;
    file_watcher& operator=(const file_watcher&) = delete;
    ~file_watcher();

    /// Waits until a file is not what it was at the construction or at the last return, or until nudge().
    /// Cancellable.
    awaitable<> changed();

    /// Lets changed() return although nothing changed, at once or, if nobody waits, the next time.
    void nudge();

private:
    struct inotify;

    [[nodiscard]] std::vector<file_stamp> look() const;
    awaitable<std::vector<file_stamp>> settled(std::vector<file_stamp> now);
    awaitable<> wait(std::chrono::nanoseconds longest);

    executor executor_;
    std::vector<std::string> paths_;
    file_watcher_options options_;
    std::vector<file_stamp> seen_;
    std::shared_ptr<inotify> events_;
    bool nudged_ = false;
};

} // namespace barograph::net
